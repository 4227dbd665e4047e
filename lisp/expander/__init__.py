"""Floor 2: from data to core forms: hygienic expansion of macros and derived forms (report, 4, 5 and 7.3)."""
