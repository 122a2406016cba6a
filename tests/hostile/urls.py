"""Hostile links: thousands of generated addresses for every page, each opened by the app itself.

``python -m tests.hostile.urls [per_page] [seed] [page …]`` opens 2,000 of them per page and prints a table; it ends
with 1 if any broke something. What an address may not do: raise, take more than two seconds of processor time, leave
a control outside its own limits, show a number that is none, or lead to a state whose own link says something else.
Before that every section is opened once in each language: what a server makes once in its life, such as the drawings'
specifications, is timed in a column of its own.

Names and limits of the parameters are not listed here: they are learned from the app while it runs.
"""

import ast
import contextlib
import random
import re
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from unittest import mock
from urllib.parse import parse_qs, quote

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.util import patch_config_options

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops, Table, Vector
from core.app.controls.state import LinkState
from core.app.frame.catalogue import TOPICS
from core.app.frame.page import path
from core.app.talk.scenes import SCENES
from core.app.wording.language import LANGUAGES
from tests.app.conftest import ENTRY
from tests.servers import ROOT

LONGEST_RUN: Final = 2.0  # s of processor time
REVISITED: Final = 5  # every fifth address is opened again by its own link
HUGE: Final = 100_000  # signs

NUMBERS: Final = (
    *("1e400", "-1e400", "inf", "-inf", "Infinity", "nan", "-nan", "1e308", "-1e308", "5e-324", "-0", "0", "1", "-1"),
    *("1e", "--1", "+", ".", "1.2.3", "1,5", "0x10", "1_000", "１２", "٣", "½", "∞", "1/0", " 1 ", "1\n", "9" * 400),
    *("0." + "0" * 5000 + "1", "99999999999999999999", "-5", "0.30000000000000004", "true", "None", "[]", "{}"),
)
MARKUP: Final = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "**bold**", "[x](javascript:alert(1))", "`", "```"),
    *("![x](http://example.com/x.png)", r"$\frac{1}{0}$", ":red[x]", ":material/home:", r"\ce{", "{{7*7}}", "[[name]]"),
    *("%s%n%d", "' OR 1=1 --", "../../etc/passwd", "www.example.com", "# x\n\n---\n| a | b |", "\\", "&lt;b&gt;"),
)
SCRIPTS: Final = (
    *(
        "مرحبا",
        "שלום",
        "日本語",
        "正反正",
        "🎲" * 50,
        "👨\u200d👩\u200d👧",
        "Z" + "\u0351\u036b" * 200,
        "\u202e\u2066x",
    ),
    *("\u0000", "a\x00b", "\ufeff", "\ufffd", "\U0010ffff", "\x1b[31m", "\r\n", "\t", " ", "", "İ", "ﬀ", "\u2028"),
)
LISTS: Final = (
    *("0.5,0.5", "0.5,0.5,0", "1,0", "0,0,0", "nan,nan", "inf,1", "1e400,-1e400", ",", ",,,,", "1,,2", "1:0.9,0:0.2"),
    *(":", "1:", ":::", "1:2:3:4,5", "HHT", "HTHTTTHH", "7H 3T", "3,2,1", "1;2", "1 2\n3 4", "0.1," * 10 + "0"),
)
LONG: Final = ("9" * HUGE, "x" * HUGE, "0.1," * (HUGE // 4), "1:0.5," * (HUGE // 6), "HT" * (HUGE // 2), "," * HUGE)
RAW: Final = (
    *("%", "%%%", "%zz", "%e2%28%a1", "%ff%fe", "%00", "%c0%ae", "%u1234", "%26%3d", "%ed%a0%80", "+", "=", "=="),
)
UNKNOWN: Final = (
    *("foo", "", "__class__", "_page", "_values", "embed", "section[]", "z ", "Z", "ｚ", "\x00", "🎲", "a" * 2000),
)
NO_NUMBER: Final = re.compile(r"(?<!\w)(nan|None)(?!\w)")
FORMULA: Final = re.compile(r"\$[^$]+\$")


@dataclass
class Known:
    """What a page's controls are called and may hold, by the section in which they were met."""

    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    written: tuple[str, ...] = ()

    def learn(self, section: str, met: dict[str, Any]) -> None:
        self.fields.setdefault(section, {}).update(met)

    @property
    def sections(self) -> tuple[str, ...]:
        known = next((fields["section"] for fields in self.fields.values() if "section" in fields), None)
        return known.options if known else ("",)

    def openings(self, page: str) -> Iterator[str]:
        """The plain ways in: every section, data set, scene and, at home, every document, in each language."""
        first = self.fields[""]
        ways = [f"section={name}" for name in self.sections]
        ways += [f"data={name}" for name in first["data"].options] if "data" in first else []
        ways += [f"scene={name}" for name in SCENES]  # of whatever page: a link to it goes there
        ways += [f"handout={name}" for name in first["handout"].options] if page == "home" else []
        yield from (f"{way}&lang={language}" for language in LANGUAGES for way in ways)

    def names(self) -> set[str]:
        return {name for fields in self.fields.values() for name in fields} | set(self.written)

    def pick(self, section: str, rng: random.Random) -> tuple[str, Any]:
        """A name, with its field where it is known; mostly one of the section's own."""
        here = self.fields.get(section, {})
        if here and rng.random() < 0.7:
            name = rng.choice(sorted(here))
            return name, here[name]
        name = rng.choice(sorted(self.names()) or ["z"])
        return name, next((fields[name] for fields in self.fields.values() if name in fields), None)


@dataclass
class Met:
    """What happened at one address."""

    page: str
    query: str
    seconds: float
    address: str
    ended_at: str
    entries: dict[str, str]  # of the address, but for those that only say what is the default anyway
    faults: list[str]
    counts: bool = True


def names_written(page: str) -> tuple[str, ...]:
    """The names that a page's source gives to its controls as plain words."""
    files = [Path(path(page)), *(ROOT / "core" / "app" / page).rglob("*.py")]
    found = {"lang", "units", "talk", "scene", "answer", "handout", "section"}
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                maker = ast.unparse(node.func)
                if isinstance(node.args[0].value, str) and maker in ("Control", "frames", "steps"):
                    found.add(node.args[0].value)
    return tuple(sorted(found))


@contextlib.contextmanager
def listening() -> Iterator[dict[str, tuple[Any, Any]]]:
    """Within it, every name that a run asks the link for is noted with its field, and with the value carried."""
    heard: dict[str, tuple[Any, Any]] = {}
    incoming, carry = LinkState.incoming, LinkState.carry

    def hear_incoming(state: LinkState, control: Control[Any]) -> Any:
        heard.setdefault(control.name, (control.field, None))
        return incoming(state, control)

    def hear_carry(state: LinkState, control: Control[Any], value: Any) -> None:
        heard[control.name] = (control.field, value)
        carry(state, control, value)

    with (
        mock.patch.object(LinkState, "incoming", hear_incoming),
        mock.patch.object(LinkState, "carry", hear_carry),
        patch_config_options({"client.showErrorDetails": "full"}),  # so that a failure names its place
    ):
        yield heard


class Reader:
    """Opens one address after another, each as a reader who has never been here."""

    def __init__(self) -> None:
        # The pages have to be registered once before an address can lead to one of them.
        self.app = AppTest.from_file(str(ENTRY), default_timeout=300)
        self.app.run()
        # What is loaded once in the life of a server is no address's fault.
        with listening() as heard:
            for page in TOPICS:
                self.open(page, "", heard)

    def open(self, page: str, query: str, heard: dict[str, tuple[Any, Any]]) -> Met:
        """Open an address and say what is wrong with what came of it."""
        app = self.app
        heard.clear()
        app.session_state._state._state.clear()  # of the tester itself: all that a session holds
        app.query_params = parse_qs(query, keep_blank_values=True)
        app.switch_page(path(page))
        began = time.process_time()
        app._run(None)  # not run(), which would send the widgets of the page before
        seconds = time.process_time() - began
        faults = [f"exception: {found.message[:300]} {found.stack_trace[-2:]}" for found in app.exception]
        ended, address, entries = page, "", {}
        if not faults:
            ended, address = app.session_state["link_state"].topic, app.session_state["link_state"].address
            query_now = app.session_state["link_state"].query
            entries = {name: text for name, text in query_now.items() if not is_default(name, text, heard)}
            faults += [*out_of_range(heard, app.session_state["link_state"].query), *not_numbers(app)]
        return Met(page, query, seconds, address, ended, entries, faults)


def is_default(name: str, text: str, heard: dict[str, tuple[Any, Any]]) -> bool:
    """Whether an entry of a link says nothing that a link without it would not."""
    return name in heard and heard[name][0].format(heard[name][0].default) == text


def out_of_range(heard: dict[str, tuple[Any, Any]], query: dict[str, str]) -> list[str]:
    """Controls whose value is not allowed, or whose entry in the link does not read back as what it is."""
    faults = []
    for name, (limits, value) in heard.items():
        if value is not None and limits.check(value).repair is not None:
            faults.append(f"{name} = {str(value)[:60]} is outside {str(limits)[:200]}")
    for name, text in query.items():
        if name not in heard:
            if name != "lang":
                faults.append(f"{name} is in the link, and no control reads it")
            continue
        limits = heard[name][0]
        again = limits.parse(text)
        if again.repair is not None or limits.format(again.value) != text:
            faults.append(f"{name}={text[:60]} does not read back: {again}"[:300])
    return faults


def not_numbers(app: AppTest) -> list[str]:
    """Formulas and figures of the page in which a number is none."""
    said = [formula for found in app.markdown for formula in FORMULA.findall(found.value)]
    said += [str(found.value) for found in app.metric]
    return [f"says {formula[:150]}" for formula in said if NO_NUMBER.search(formula)]


def hostile_text(limits: Any, rng: random.Random) -> str:
    """A text for one parameter: garbage, or near what its field allows."""
    if limits is None or rng.random() < 0.5:
        kinds = (NUMBERS, MARKUP, SCRIPTS, LISTS, LONG)
        return rng.choice(rng.choices(kinds, weights=(5, 3, 3, 3, 0.4))[0])
    if isinstance(limits, Number):
        width = limits.high - limits.low
        inside = limits.low + width * rng.random()
        near = (limits.low, limits.high, limits.low - limits.step, limits.high + limits.step, limits.low - 1e-12)
        return repr(rng.choice((inside, limits.snap(inside), limits.snap(inside), rng.choice(near), inside * 1e9)))
    if isinstance(limits, Stops):
        stop = rng.choice(limits.stops)
        return repr(rng.choice((stop, stop, stop * 1.01, limits.stops[-1] * 2, -stop)))
    if isinstance(limits, Choice):
        option = rng.choice(limits.options)
        return rng.choice((option, option, option, option.upper(), f"{option} ", str(limits.options)))
    if isinstance(limits, Vector):
        size = rng.choice((limits.fewest, limits.most, rng.randint(0, limits.most + 2), rng.randint(2, 6)))
        parts = [rng.random() for _ in range(size)]
        if rng.random() < 0.7 and parts:
            parts = [part / sum(parts) for part in parts]
        odd = rng.choice((0.0, 1e-300, 5e-324, 1e400, float("nan"), -0.0, 1.0))
        return ",".join(repr(odd if rng.random() < 0.15 else part) for part in parts)
    if isinstance(limits, Table):
        cells = ("0", "1", "0.5", "", "1e300", "-1e300", "nan", "5e-324", "7", "x")
        good = cells[:3]
        rows = rng.randint(0, min(limits.most + 2, 40))
        return ",".join(
            ":".join(rng.choice(good if rng.random() < 0.9 else cells) for _ in range(limits.columns))
            for _ in range(rows)
        )
    return rng.choice(LISTS + SCRIPTS + MARKUP)


def hostile_query(known: Known, rng: random.Random) -> str:
    """A raw query: some of the page's own names, repeated and unknown ones, and garbage that is no query at all."""
    section = rng.choice(known.sections)
    entries: list[str] = []
    if section:
        entries.append(f"section={section}")
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8, 20))):
        name, limits = known.pick(section, rng)
        if name == "section" and rng.random() < 0.8:
            continue
        if name in ("scene", "handout") and rng.random() < 0.5:
            continue  # they lead elsewhere, where the other names mean nothing
        texts = (hostile_text(limits, rng) for _ in range(rng.choice((1, 1, 1, 1, 2, 3))))
        entries += [f"{quote(name)}={quote(text, safe=rng.choice(('', ',:/')))}" for text in texts]
    if rng.random() < 0.2:
        entries.append(f"{quote(rng.choice(UNKNOWN))}={quote(hostile_text(None, rng))}")
    if rng.random() < 0.15:
        name, _ = known.pick(section, rng)
        entries.append(f"{name}={rng.choice(RAW)}")
    if rng.random() < 0.03:
        entries += [f"x{place}=1" for place in range(2000)]
    if rng.random() < 0.1:
        entries.append(rng.choice(RAW))
    rng.shuffle(entries)
    return "&".join(entries)


def addresses(page: str, count: int, seed: int, reader: Reader, warm: bool = True) -> Iterator[Met]:
    """So many hostile addresses of a page, opened; before them its plain ones, which are not counted.

    Without ``warm`` there is one plain one, and how long a run takes is no fault.
    """
    rng = random.Random(f"{seed} {page}")
    known = Known(written=names_written(page))
    with listening() as heard:

        def visit(query: str) -> Met:
            met = reader.open(page, query, heard)
            if (met.address and met.ended_at == page) or not query:
                known.learn(section_of(met.address), {name: limits for name, (limits, _) in heard.items()})
            return met

        yield replace(visit(""), counts=False)
        for query in known.openings(page) if warm else ():
            yield replace(visit(query), counts=False)
        for place in range(count):
            met = visit(hostile_query(known, rng))
            if warm and met.seconds > LONGEST_RUN:
                met.faults.append(f"{met.seconds:.1f} s")
            if place % REVISITED == 0 and not met.faults:
                again = reader.open(met.ended_at, met.address, heard)
                met.faults += [f"by its own link: {fault}" for fault in again.faults]
                if not again.faults and again.entries != met.entries:
                    met.faults.append(f"its link {met.address[:300]} leads to {again.address[:300]}")
            yield met


def section_of(address: str) -> str:
    return parse_qs(address).get("section", [""])[0]


def main(per_page: int = 2000, seed: int = 0, *pages: str) -> int:
    """Open them all and print what came of it."""
    warnings.filterwarnings("error", module=r"core\.")
    reader, failed = Reader(), 0
    print("| Page | Links | Failures | Slowest run, s | Mean | First visits: slowest, s | All, s |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for page in pages or TOPICS:
        began = time.monotonic()
        first, later, bad = [], [], 0
        for met in addresses(page, per_page, seed, reader):
            (later if met.counts else first).append(met.seconds)
            if met.faults:
                bad += 1
                print(f"{page}?{met.query[:500]}\n    " + "\n    ".join(met.faults), file=sys.stderr, flush=True)
        times = f"{max(later):.2f} | {sum(later) / len(later):.2f} | {max(first):.2f}"
        print(f"| {page} | {len(later)} | {bad} | {times} | {time.monotonic() - began:.0f} |", flush=True)
        failed += bad
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3]), *sys.argv[3:]))
