"""Vectors: the functions, and what they refuse. A wrong type may be any Python failure: it is diagnosed later."""

import pytest

from lisp.data.condition import LispError
from lisp.data.pair import iterate, to_list
from lisp.data.vector import Vector
from lisp.primitives import vectors as v

FAILURES = (TypeError, AttributeError, IndexError, ValueError)


def vec(*items):
    return Vector(list(items))


@pytest.mark.parametrize(
    ("result", "items"),
    [
        (v.make_vector(2, "x"), ["x", "x"]),
        (v.make_vector(0), []),
        (v.vector_(1, 2), [1, 2]),
        (v.list_to_vector(to_list([1, 2])), [1, 2]),
        (v.vector_copy(vec(1, 2, 3)), [1, 2, 3]),
        (v.vector_copy(vec(1, 2, 3), 1), [2, 3]),
        (v.vector_copy(vec(1, 2, 3), 1, 2), [2]),
        (v.vector_copy(vec(1, 2, 3), 3, 3), []),
        (v.vector_append(), []),
        (v.vector_append(Vector((1,)), vec(2)), [1, 2]),
    ],
)
def test_fresh_vector(result, items):
    assert result.items == items
    assert result.items.__class__ is list


def test_reading():
    assert v.vector_length(vec(1, 2)) == 2
    assert v.vector_ref(vec(1, 2), 1) == 2
    assert list(iterate(v.vector_to_list(vec(1, 2, 3), 1, 2))) == [2]
    assert v.vector_p(Vector(())) and not v.vector_p([])


def test_changing():
    a = vec(1, 2, 3, 4)
    v.vector_set(a, 0, "x")
    v.vector_fill(a, 0, 2, 3)
    assert a.items == ["x", 2, 0, 4]


@pytest.mark.parametrize(
    ("at", "start", "end", "items"),
    [(1, 0, 3, [1, 1, 2, 3, 5]), (0, 2, 5, [3, 4, 5, 4, 5]), (5, 5, 5, [1, 2, 3, 4, 5])],
    ids=["overlap to the right", "overlap to the left", "nothing, at the end"],
)
def test_copy_within(at, start, end, items):
    a = vec(1, 2, 3, 4, 5)
    v.vector_copy_to(a, at, a, start, end)
    assert a.items == items


LITERAL = Vector((1, 2, 3))


@pytest.mark.parametrize(
    ("function", "arguments", "kind", "message"),
    [
        (v.vector_ref, (LITERAL, 7), "range", "index 7 is out of range for a vector of length 3"),
        (v.vector_set, (vec(), 0, 1), "range", "index 0 is out of range for a vector of length 0"),
        (v.vector_set, (LITERAL, 0, 1), "constant", "a literal vector cannot be changed"),
        (v.vector_fill, (LITERAL, 1), "constant", "a literal vector cannot be changed"),
        (v.vector_copy_to, (LITERAL, 0, vec(1)), "constant", "a literal vector cannot be changed"),
        (v.vector_copy, (LITERAL, 4), "range", "index 4 is out of range for a vector of length 3"),
        (v.vector_copy, (LITERAL, 0, 4), "range", "index 4 is out of range for a vector of length 3"),
        (v.vector_copy, (LITERAL, 2, 1), "range", "the range ends at 1, before its start 2"),
        (v.vector_copy_to, (vec(1), 2, vec()), "range", "index 2 is out of range for a vector of length 1"),
        (
            v.vector_copy_to,
            (vec(1), 1, vec(1)),
            "range",
            "a part of length 1 does not fit into a vector of length 1 from index 1",
        ),
        (v.list_to_vector, (to_list([1], 2),), "type", "expected a list, got (1 . 2)"),
    ],
)
def test_refused_with_words(function, arguments, kind, message):
    with pytest.raises(LispError) as caught:
        function(*arguments)
    assert (caught.value.payload.kind, str(caught.value.payload.message)) == (kind, message)
    assert caught.value.payload.who == function.primitive.name


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (v.vector_ref, (vec(1, 2), -1)),
        (v.vector_ref, (vec(1, 2), True)),
        (v.vector_ref, (vec(1, 2), 1.0)),
        (v.vector_ref, (5, 0)),
        (v.vector_set, (vec(1, 2), -1, 0)),
        (v.make_vector, (-1,)),
        (v.make_vector, (True,)),
        (v.vector_copy, (vec(1), -1)),
        (v.vector_copy, (vec(1), 0, None)),
        (v.vector_append, (vec(1), to_list([1]))),
    ],
)
def test_left_to_diagnosis(function, arguments):
    with pytest.raises(FAILURES):
        function(*arguments)


@pytest.mark.parametrize("k", [-1, True, False, 1.0, 3, None, Vector([])])
def test_templates_fail_where_the_primitive_does(k):
    names = {"bad_index": v.bad_index, "int": int, "vector": vec(1, 2, 3), "k": k, "obj": 0}
    with pytest.raises(FAILURES):
        eval(v.vector_ref.primitive.inline, names)
    with pytest.raises(FAILURES):
        exec(v.vector_set.primitive.inline, names)


def test_template_of_vector_set():
    names = {"bad_index": v.bad_index, "int": int, "vector": vec(1, 2, 3), "k": 1, "obj": 0}
    exec(v.vector_set.primitive.inline, names)
    assert names["vector"].items == [1, 0, 3]
