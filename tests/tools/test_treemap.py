"""The treemap's page: one file that needs nothing else, with a tree whose parts add up."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lisp import Interpreter, LispError
from lisp.tools.treemap import collect, write_page


def tree_in(page: str) -> dict:
    """The tree that the page PAGE shows."""
    return json.loads(re.search(r"^const data = (.*);$", page, re.M).group(1))


def check_sums(node: dict) -> None:
    if "children" in node:
        assert node["bytes"] == sum(child["bytes"] for child in node["children"])
        for child in node["children"]:
            check_sums(child)


def test_the_page(bank: str, tmp_path: Path) -> None:
    out = tmp_path / "bank.html"
    found = collect(bank, str(out))
    page = out.read_text(encoding="utf-8")
    assert tree_in(page) == found["tree"]
    assert not re.search(r"(src|href)=|https?://|@import|url\(", page)
    check_sums(found["tree"])
    libraries = {node["name"]: node for node in found["tree"]["children"]}
    assert "(user)" in libraries
    assert {"(srfi 1)", "(scheme base)", "source texts"} <= set(libraries)
    big = libraries["(user)"]["children"][0]
    assert (big["name"], big["kind"], [leaf["kind"] for leaf in big["children"]][0]) == ("big", "vector", "vector")


def test_names_cannot_leave_the_script(tmp_path: Path) -> None:
    interpreter = Interpreter()
    interpreter.eval("(define |</script><script>alert(1)</script>| (list 1 2))")
    interpreter.save(tmp_path / "x.img")
    out = tmp_path / "x.html"
    collect(str(tmp_path / "x.img"), str(out))
    page = out.read_text(encoding="utf-8")
    assert page.count("</script>") == 1
    assert "</script><script>alert(1)</script>" in json.dumps(tree_in(page))


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(LispError, match="no such file or folder"):
        write_page(str(tmp_path / "none" / "x.html"), {})
