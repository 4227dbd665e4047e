(DEFINE (UPPER-PROCEDURE X) (LIST 'Folded X "As It Is" #\A '|As It Is|))
