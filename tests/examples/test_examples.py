"""The programs in examples/: what they print, and that an image saved in the middle goes on as if nothing had happened.

The expected outputs are in expected/. The figures in them are computed again here, in Python and by other means.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
EXPECTED = Path(__file__).parent / "expected"
LOG = ROOT / "examples" / "data" / "access.log"
PROGRAMS = ["spreadsheet", "log-analyser", "rules"]


def lisp(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    """The command, run in FOLDER."""
    return subprocess.run(
        [sys.executable, "-m", "lisp", *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60, cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


def printed(*arguments: str, **options: object) -> str:
    """What the command prints when all goes well."""
    done = lisp(*arguments, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def expected(program: str) -> str:
    return (EXPECTED / f"{program}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[str, str]]:
    """A function: program → the image that it saves in the middle, and what it prints before."""
    folder = tmp_path_factory.mktemp("images")

    @cache
    def save(program: str) -> tuple[str, str]:
        image = str(folder / f"{program}.img")
        return image, printed(f"examples/{program}.scm", "--save", image)

    return save


@pytest.mark.parametrize("program", PROGRAMS)
def test_script_prints_the_same_each_time(program: str, tmp_path: Path) -> None:
    # the second run finds in the cache what the first has compiled
    for _ in range(2):
        assert printed(f"examples/{program}.scm", XDG_CACHE_HOME=str(tmp_path)) == expected(program)


@pytest.mark.parametrize("program", PROGRAMS)
def test_image_goes_on_where_the_program_stopped(program: str, saved: Callable, tmp_path: Path) -> None:
    image, before = saved(program)
    assert 0 < len(before) < len(expected(program))
    for _ in range(2):  # an image can be booted any number of times; in a folder from which nothing else is found
        assert before + printed("-i", image, folder=tmp_path) == expected(program)


# program, an expression for its image → what that prints
QUESTIONS = [
    ("spreadsheet", "(display (text-at cafe 'C8))", "69.42"),
    ("spreadsheet", "(begin (enter! cafe 'B5 \"0\") (display (text-at cafe 'E8)))", "6486.23"),
    ("spreadsheet", "(begin (undo! cafe) (display (text-at cafe 'B5)))", "1800"),
    ("log-analyser", "(write (length requests))", "612"),
    ("log-analyser", "(write (map bad-line-number bad-lines))", "(302 434)"),
    ("log-analyser", "(write (assv 404 (tally request-status requests)))", "(404 . 26)"),
    ("rules", "(write (holds? gods '(ancestor Gaia Athena)))", "#t"),
    ("rules", "(write (all-answers gods '?x '((sibling Zeus ?x) (couple ?y ?x))))", "(Demeter Hera)"),
    ("rules", "(write (next-ancestor))", "Rhea"),
]


@pytest.mark.parametrize("program, expression, answer", QUESTIONS, ids=[question[1] for question in QUESTIONS])
def test_image_answers_other_questions(program: str, expression: str, answer: str, saved: Callable) -> None:
    image, _ = saved(program)
    assert printed("-i", image, "-e", expression) == answer


# -- the log analyser ---------------------------------------------------------------------------------------------------

LINE = re.compile(r'(\S+) \S+ \S+ \[([^:]+):(\d\d):[^\]]*\] "(\S+) (\S+) \S+" (\d{3}) (\d+|-) "[^"]*" "([^"]*)"')


def section(text: str, title: str) -> list[list[str]]:
    """The lines below TITLE in a report, in words, numbers without their commas."""
    body = text.split(f"\n\n{title}\n")[1].split("\n\n")[0]
    return [line.replace(",", "").split() for line in body.splitlines()]


def ranked(counts: Counter, number: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:number]


def test_the_figures_of_the_log() -> None:
    lines = LOG.read_text(encoding="utf-8").splitlines()
    requests = [match.groups() for match in map(LINE.fullmatch, lines) if match]
    status, pages, clients, traffic, hours = Counter(), Counter(), Counter(), Counter(), Counter()
    for client, _, hour, _, path, code, size, _ in requests:
        sent = 0 if size == "-" else int(size)
        status[code] += 1
        pages[path.partition("?")[0]] += 1
        clients[client] += 1
        traffic[client] += sent
        hours[int(hour)] += sent
    report = expected("log-analyser")
    totals = {" ".join(words): int(number) for number, *words in section(report, "Totals")}
    assert totals == {
        "requests": len(requests),
        "bad lines": len(lines) - len(requests),
        "clients": len(clients),
        "pages": len(pages),
        "bytes": sum(traffic.values()),
    }
    assert {code: int(number) for number, _, code, *_ in section(report, "Status")} == status
    assert [(page, int(n)) for n, _, page in section(report, "Pages asked for most")] == ranked(pages, 10)
    assert [(client, int(n)) for n, _, client in section(report, "Busiest clients")] == ranked(clients, 5)
    assert [(client, int(n)) for n, _, client in section(report, "Clients by bytes")] == ranked(traffic, 5)
    assert {int(hour): int(sent) for hour, sent, *_ in section(report, "Bytes by the hour")} == hours
    bad = [number for number, line in enumerate(lines, 1) if not LINE.fullmatch(line)]
    assert [int(words[1].rstrip(":")) for words in section(report, "Bad lines")] == bad


def test_another_log(tmp_path: Path) -> None:
    log = tmp_path / "small.log"
    log.write_text(
        '::1 - ann [01/Jan/2026:23:59:59 +0100] "GET /a?b=c HTTP/2" 200 1000 "-" "curl"\n'
        '::1 - - [02/Jan/2026:24:00:00 +0100] "GET /a HTTP/2" 200 1000 "-" "curl"\n'
        '::1 - - [02/Jan/2026:10:00:00 +0100] "GET /a" 200 1000 "-" "curl"\n'
        '::1 - - [02/Jan/2026:10:00:00 +0100] "GET /a HTTP/2" OK 1000 "-" "curl"\n'
    )
    report = printed("examples/log-analyser.scm", str(log))
    assert section(report, "Pages asked for most") == [["1", "100.0%", "/a"]]
    assert re.findall(r"line \d: ([^:]+):", report) == [
        "the hour is not one of 0 to 23",
        "the request is not a method, a path and a protocol",
        "the status is not a number",
    ]


def test_a_log_that_is_not_there() -> None:
    done = lisp("examples/log-analyser.scm", "no.log")
    assert (done.stdout, done.stderr, done.returncode) == ("", "log-analyser: cannot read no.log\n", 1)


# -- the spreadsheet ----------------------------------------------------------------------------------------------------


def rounded(number: Fraction, places: int) -> Fraction:
    """NUMBER with so many decimals, a half away from zero."""
    unit = 10**places
    size = Fraction(int(abs(number) * unit + Fraction(1, 2)), unit)
    return size if number >= 0 else -size


def test_the_figures_of_the_spreadsheet() -> None:
    coffee = [Fraction("4200.50"), Fraction("4150.75"), Fraction("4410.25")]
    cakes = [Fraction("1310"), Fraction("1265.80"), Fraction("1502")]
    rent, wages = [Fraction(1800)] * 3, [Fraction(2650), Fraction(2650), Fraction(2650) * Fraction("1.04")]
    beans = [sold * Fraction("0.18") for sold in coffee]
    income = [a + b for a, b in zip(coffee, cakes, strict=True)]
    result = [i - r - w - b for i, r, w, b in zip(income, rent, wages, beans, strict=True)]
    days = [26, 24, 26]
    rows = {"Coffee": coffee, "Cakes": cakes, "Income": income, "Rent": rent, "Wages": wages, "Beans": beans,
            "Result": result}  # fmt: skip
    rows = {name: [*months, sum(months)] for name, months in rows.items()}
    rows["Margin %"] = [rounded(100 * a / b, 1) for a, b in zip(rows["Result"], rows["Income"], strict=True)]
    rows["Per day"] = [a / b for a, b in zip(rows["Result"], [*days, sum(days)], strict=True)]
    rows["Days"] = [Fraction(day) for day in days] + [Fraction(sum(days), 3)]
    last_sheet = expected("spreadsheet").split("\n\n")[-1]
    shown = {cells[1].strip(): cells[2:6] for line in last_sheet.splitlines() if len(cells := line.split("|")) > 5}
    for name, numbers in rows.items():
        assert [Fraction(text.strip()) for text in shown[name]] == [rounded(n, 2) for n in numbers], name


# -- the rules ----------------------------------------------------------------------------------------------------------


def test_the_number_of_facts_that_follow() -> None:
    source = (ROOT / "examples" / "rules.scm").read_text(encoding="utf-8")
    table = source.split("(define families\n")[1].split("\n\n")[0]
    families = [line.split() for line in re.findall(r"\(([A-Z][^()]*)\)", table)]
    parents = {child: (father, mother) for father, mother, *children in families for child in children}

    def ancestors(name: str) -> set[str]:
        return {ancestor for parent in parents.get(name, ()) for ancestor in {parent} | ancestors(parent)}

    siblings = {(a, b) for a in parents for b in parents if a != b and parents[a] == parents[b]}
    aunts = {(a, child) for a, b in siblings for child in parents if b in parents[child]}
    cousins = {(y, z) for x, y in aunts for z in parents if x in parents[z]}
    follow = [
        2 * len(parents),  # parent
        sum(len(ancestors(name)) for name in parents),
        len(set(parents.values())),  # couple
        len(siblings),
        len(aunts),
        len(cousins),
    ]
    assert expected("rules").startswith(f"{2 * len(parents)} facts were given, {sum(follow)} follow.\n")


def test_the_ancestors_of_dionysos() -> None:
    answers = expected("rules")
    asked = answers.split("Three of them:\n")[1].split("Why is")[0].replace("And the others:\n", "")
    assert set(asked.split()) == set("Zeus Semele Kadmos Harmonia Ares Aphrodite Hera Kronos Rhea Ouranos Gaia".split())
