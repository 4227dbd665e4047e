"""The command-line tools in examples/: jsonq and site, as scripts and as executables. Figures are computed again in Python."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path

import pytest

from lisp.cli import main

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "examples" / "data"
TREES = DATA / "trees.json"
trees = json.loads(TREES.read_text(encoding="utf-8"))["trees"]
names = [tree["species"] for tree in trees]


def call(command: list, *words: str | bytes, **more: object) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    return subprocess.run([*command, *words], capture_output=True, encoding="utf-8", timeout=60, env=environment, **more)


def script(name: str) -> list[str]:
    return [sys.executable, "-m", "lisp", str(ROOT / "examples" / f"{name}.scm")]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Name → the command that runs the executable."""
    folder = tmp_path_factory.mktemp("tools")
    for name in ("jsonq", "site"):
        assert main(["build", str(ROOT / "examples" / f"{name}.scm"), "-o", str(folder / name), "--version", "1.5"]) == 0
    return {name: [str(folder / name)] for name in ("jsonq", "site")}


# -- jsonq --------------------------------------------------------------------------------------------------------------

# a filter → its results for the trees
FILTERS = [
    (".town", ["Somewhere"]),
    (".trees | length", [len(trees)]),
    (".trees[3].species, .trees[-1].id", [names[3], trees[-1]["id"]]),
    (".trees[2:4] | map(.id)", [[3, 4]]),
    (".trees[] | select(.height > 30) | .id", [t["id"] for t in trees if t["height"] > 30]),
    ("[.trees[] | select((.tags | contains([\"hollow\"])) and .planted != null).planted]",
     [[t["planted"] for t in trees if "hollow" in t["tags"] and t["planted"]]]),
    (".trees | group_by(.species) | map({key: .[0].species, value: length}) | from_entries",
     [dict(sorted(Counter(names).items()))]),
    (".trees | sort_by(.street, .height) | map(.id)",
     [[t["id"] for t in sorted(trees, key=lambda t: (t["street"], t["height"]))]]),
    (".trees | map(.height) | max, min, (add * 10 | floor)",
     [max(t["height"] for t in trees), min(t["height"] for t in trees), int(sum(t["height"] for t in trees) * 10)]),
    ("[.trees[].tags[]] | unique", [sorted({tag for t in trees for tag in t["tags"]})]),
    (".trees | unique_by(.species) | map(.id)",
     [[next(group)["id"] for _, group in groupby(sorted(trees, key=lambda t: t["species"]), lambda t: t["species"])]]),
    (".trees[0] | keys", [sorted(trees[0])]),
    (".trees[0] | to_entries | map(.key)", [list(trees[0])]),
    (".trees | max_by(.height) | .id", [max(trees, key=lambda t: t["height"])["id"]]),
    ("first(.trees[] | select(.note)) | .note", [next(t["note"] for t in trees if "note" in t)]),
    ("[limit(3; .trees[].id)], [.trees[].note // empty] | length", [3, sum("note" in t for t in trees)]),
    ("[.. | numbers] | length", [sum(2 + (t["planted"] is not None) for t in trees)]),
    (".trees[0] | \"\\(.id): \\(.species | ascii_upcase) \\(.tags)\"",
     [f"1: {names[0].upper()} {json.dumps(trees[0]['tags'], separators=(',', ':'))}"]),
    (".trees | map(if .height > 20 then \"tall\" elif .height > 10 then \"mid\" else \"low\" end) | group_by(.) | map(length)",
     [[n for _, n in sorted(Counter("tall" if t["height"] > 20 else "mid" if t["height"] > 10 else "low" for t in trees).items())]]),
    (".trees as $all | $all[0].species as $s | [$all[] | select(.species == $s)] | length", [names.count(names[0])]),
    (".town | split(\"me\"), (. / \"e\" | join(\"-\")), startswith(\"So\"), endswith(\"So\")",
     [["So", "where"], "Som-wh-r-", True, False]),
    ("{a: 1} + {b: 2, a: 3}, [1, 2, 3] - [2], 10 / 4, 7 % 3, -(1) , \"1.5\" | tonumber? // .", None),
    (".trees[0] | with_entries(select(.key == \"id\")) | tojson | fromjson", [{"id": 1}]),
    ("(.trees[0].x.y, .trees[0].x[0]), ([] | add), (\"x\" | .a?)", [None, None, None]),
    ("[[1, [2]], 3] | flatten | reverse", [[3, 2, 1]]),
    ("[true, null, 1, \"a\", [0], {}] | sort | map(type)", [["null", "boolean", "number", "string", "array", "object"]]),
]  # fmt: skip


@pytest.mark.parametrize("text, results", FILTERS, ids=[text for text, _ in FILTERS])
def test_jsonq_filters(text: str, results: list | None, tools: dict[str, list[str]]) -> None:
    done = call(tools["jsonq"], "-c", text, str(TREES))
    if results is None:
        results = [{"a": 3, "b": 2}, [1, 3], 2.5, 1, -1, 1.5]
    assert ([json.loads(line) for line in done.stdout.splitlines()], done.stderr, done.returncode) == (results, "", 0)


def test_jsonq_prints_all_there_is(tools: dict[str, list[str]]) -> None:
    whole = json.dumps(json.loads(TREES.read_text(encoding="utf-8")), ensure_ascii=False, indent=2) + "\n"
    assert call(tools["jsonq"], ".", str(TREES)).stdout == whole.replace("[]", "[]")
    assert call(script("jsonq"), ".", str(TREES)).stdout == whole


# words, input → output, errors, exit code
CASES = [
    (["-r", ".[]"], '["a\\"b", 1, null]', 'a"b\n1\nnull\n', "", 0),
    (["-c", "."], '{"a":1}[2] "x" 3', '{"a":1}\n[2]\n"x"\n3\n', "", 0),
    (["-s", "length"], "[1] [2] {}", "3\n", "", 0),
    (["-n", "-c", "[range(1; 4)]"], "not read", "[1,2,3]\n", "", 0),
    (["-n", "--arg", "x=a=b", "$x"], "", '"a=b"\n', "", 0),
    (["-e", ".a"], '{"a": false}', "false\n", "", 1),
    (["--indent=1", "."], '{"a":[1]}', '{\n "a": [\n  1\n ]\n}\n', "", 0),
    ([".[] | .x"], '[{"x":1}, 2, {"x":3}]', "1\n", "jsonq: cannot index number 2 with string \"x\"\n", 5),
    (["."], '{"a":1} {"a":', '{\n  "a": 1\n}\n', "jsonq: standard input: the JSON text ends too early\n", 2),
    ([".a |"], "1", "", "jsonq: expected a filter, got the end\n  .a |\n      ^\n", 3),
    ([". | foo(1)"], "1", "", "jsonq: there is no function foo of 1 arguments\n  . | foo(1)\n      ^\n", 3),
    ([], "", "", "jsonq: argument FILTER is missing\nusage: jsonq [OPTION...] FILTER [FILE...]\njsonq --help tells more\n", 2),
    ([".", "no.json"], "", "",
     'jsonq: argument FILE: no such file: "no.json"\nusage: jsonq [OPTION...] FILTER [FILE...]\njsonq --help tells more\n', 2),
    (["--version"], "", "jsonq 1.5\n", "", 0),
]  # fmt: skip


@pytest.mark.parametrize("words, text, output, errors, code", CASES, ids=[" ".join(case[0]) for case in CASES])
def test_jsonq(words: list[str], text: str, output: str, errors: str, code: int, tools: dict[str, list[str]]) -> None:
    done = call(tools["jsonq"], *words, input=text)
    assert (done.stdout, done.stderr, done.returncode) == (output, errors, code)


def test_values_that_come_one_by_one(tools: dict[str, list[str]]) -> None:
    """Each is dealt with when it is there, without waiting for more."""
    process = subprocess.Popen([*tools["jsonq"], "-c", ".a"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for text, result in [(b'{"a":1}\n', b"1\n"), (b'{"a":[2,\n3]}\n', b"[2,3]\n")]:
        process.stdin.write(text)
        process.stdin.flush()
        assert process.stdout.readline() == result
    assert process.communicate(b"", timeout=30) == (b"", None)


def test_an_argument_that_is_not_utf_8(tools: dict[str, list[str]]) -> None:
    for command in (tools["jsonq"], script("jsonq")):
        assert call(command, os.fsdecode(b"--\xff")).stderr.startswith('jsonq: unknown option "--\\xdcff;"\nusage: ')


# -- site ---------------------------------------------------------------------------------------------------------------


class Balance(HTMLParser):
    """Which elements are open, and what was linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "link", "img", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA / "site", tmp_path / "source"))


def test_site_as_script_and_as_executable(source: Path, tmp_path: Path, tools: dict[str, list[str]]) -> None:
    for command, output in ((script("site"), "one"), (tools["site"], "two")):
        done = call(command, str(source), str(tmp_path / output), "--title", "Walks & more")
        assert (done.stdout, done.stderr) == ("4 pages, 2 other files: 6 written\n", "")
    made = contents(tmp_path / "one")
    assert made == contents(tmp_path / "two")
    assert set(made) == {"index.html", "rules.html", "style.css", "notes/cairn.svg", "notes/fen.html", "notes/ridge.html"}
    for name in (name for name in made if name.endswith(".html")):
        page = Balance()
        page.feed(made[name].decode())
        page.close()
        assert page.open == []
        local = [link.partition("#")[0] for link in page.links if "://" not in link]
        assert all((tmp_path / "one" / name).parent.joinpath(link).exists() for link in local), local
    index = made["index.html"].decode()
    assert re.findall(r'<li>.*?href="(.*?)"', index) == ["notes/fen.html", "notes/ridge.html", "rules.html"]
    assert "<title>The walking club - Walks &amp; more</title>" in index
    assert (
        '<pre><code class="language-scheme">(if (&lt; wind 60) \'go &quot;stay &amp; knit&quot;)\n</code></pre>'
        in made["notes/ridge.html"].decode()
    )


def test_site_writes_what_has_changed(source: Path, tmp_path: Path, tools: dict[str, list[str]]) -> None:
    def written(*options: str) -> list[str]:
        done = call(tools["site"], str(source), str(tmp_path / "out"), "-v", *options)
        assert done.returncode == 0, done.stderr
        return [str(Path(line).relative_to(tmp_path / "out")) for line in done.stdout.splitlines()[:-1]]

    assert len(written()) == 6
    assert written() == []
    rules = source / "rules.md"
    rules.write_text(rules.read_text() + "\nNo dogs.\n")
    assert written() == ["rules.html"]
    fen = source / "notes" / "fen.md"
    fen.write_text(fen.read_text().replace("Through the fen", "The fen"))
    assert written() == ["index.html", "notes/fen.html"]
    (source / "style.css").write_text("body { margin: 2em }\n")
    assert written() == ["style.css"]
    assert written("--drafts") == ["index.html", "notes/coast.html"]
    assert len(written("--force")) == 6


def test_site_without_an_index_and_a_template(tmp_path: Path, tools: dict[str, list[str]]) -> None:
    (tmp_path / "in").mkdir()
    name = b"f\xff.md"
    (tmp_path / "in" / os.fsdecode(name)).write_text("*hello* {{title}}")
    (tmp_path / "in" / "empty.md").write_text("")
    (tmp_path / "in" / "code.md").write_text("text\n\n    a < b\n      c\n\n## The *end*\n")
    assert call(tools["site"], str(tmp_path / "in"), str(tmp_path / "out")).returncode == 0
    made = sorted(os.listdir(os.fsencode(tmp_path / "out")))
    assert made == [b"code.html", b"empty.html", b"f\xff.html", b"index.html"]
    code = (tmp_path / "out" / "code.html").read_text()
    assert "<title>The *end*</title>" in code and "<pre><code>a &lt; b\n  c\n</code></pre>" in code
    assert b"<em>hello</em>" in Path(os.fsdecode(os.fsencode(tmp_path / "out") + b"/f\xff.html")).read_bytes()


def test_site_says_what_is_wrong(source: Path, tmp_path: Path, tools: dict[str, list[str]]) -> None:
    done = call(tools["site"], str(tmp_path / "none"), "out")
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, f'site: argument SOURCE: no such folder: "{tmp_path}/none"')
    (source / "bad.md").write_text("---\ntitle: x\n")
    done = call(tools["site"], str(source), str(tmp_path / "out"))
    assert (done.returncode, done.stderr) == (1, f"site: {source}/bad.md: the front matter does not end\n")
    (source / "bad.md").unlink()
    done = call(tools["site"], str(source), str(source / "out"))
    assert (done.returncode, done.stderr) == (1, "site: OUTPUT must not be SOURCE or a folder in it\n")
    (tmp_path / "file").write_text("")
    done = call(tools["site"], str(source), str(tmp_path / "file"))
    assert (done.returncode, done.stderr.startswith("site: create-directories: the file exists already")) == (1, True)
