"""The Python behind a screen: it runs by itself in a fresh process, and prints numbers that stand there."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from core.app import home, take_home
from core.app.bundle import source_of
from core.app.drawing import DESCRIPTIONS
from core.app.page import path
from core.app.snippet import Snippet
from tests.app.conftest import ENTRY

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# At the end of a snippet: every module that it has loaded and that is neither Python's own nor one of the two.
OTHERS = """
import sys
roots = {name.split(".")[0] for name in sys.modules} - sys.stdlib_module_names - {"numpy", "scipy"}
print(*roots, file=sys.stderr)
"""

# The first screen is the page without a section; what is not the default comes by the link.
SCREENS: dict[str, list[dict[str, str]]] = {
    "formulas": [
        {},
        {"y": "1", "z": "-3.2", "units": "bits"},
        {"section": "derivation"},
        {"section": "derivation", "y": "1", "z": "8", "x": "-1.5", "units": "bits"},
        {"section": "classes"},
        {"section": "classes", "temperature": "2", "eps": "0.1", "smooth": "wrong", "label": "2", "units": "bits"},
        {"section": "labels"},
        {"section": "labels", "true1": "0", "true3": "0", "s2": "1.5", "units": "bits"},
        {"section": "batch"},
        {"section": "batch", "bn": "50", "bseed": "7", "units": "bits"},
        {"section": "laboratory"},
        {"section": "laboratory", "lz": "-300", "ly": "0.3"},
        {"section": "laboratory", "lab": "softmax", "lg": "-40"},
        {"section": "predictions"},
        {"section": "predictions", "source": "paste", "units": "bits"},
        {"section": "predictions", "source": "sample"},
        {"section": "errata"},
    ],
    "training_race": [
        {},
        {"guess": "shown"},
        {"guess": "shown", "y": "1", "start": "zero", "optimiser": "adam", "fair": "matched"},
        {"data": "clouds"},
        {"data": "iris3", "units": "bits"},
        {"data": "moons", "n": "50", "optimiser": "momentum"},
        {"section": "law"},
        {"section": "law", "start": "own", "w": "12", "b": "12"},
        {"section": "convexity"},
        {"section": "convexity", "y": "1", "start": "badly_saturated"},
        {"section": "nielsen"},
        {"section": "nielsen", "npreset": "ce_stuck", "nstep": "script", "units": "bits"},
        {"section": "softmax"},
        {"section": "softmax", "k": "10", "u0": "10", "rate": "0.005"},
        {"section": "update"},
        {"section": "update", "epoch": "60", "y": "1", "fair": "matched"},
    ],
    "likelihood": [
        {},
        {"tosses": "HHT", "p": "0.4", "units": "bits"},
        {"tosses": ""},
        {"section": "play"},
        {"section": "play", "tosses": "HTTH", "toss": "2", "units": "bits"},
        {"section": "play", "tosses": "30/100"},
        {"section": "formulas"},
        {"section": "formulas", "tosses": "", "p": "0.005"},
        {"section": "example"},
        {"section": "example", "probs": "0.1,0.25,0.6,0.05", "label": "2", "units": "bits"},
        {"section": "coins"},
        {"section": "coins", "n": "1000000", "p": "0.3", "units": "bits"},
        {"section": "faces"},
        {"section": "faces", "units": "bits"},
        {"section": "ways"},
        {"section": "ways", "tosses": "500000/1000000", "units": "bits"},
        {"section": "underflow"},
        {"section": "underflow", "factors": "drawn", "factor_seed": "3", "units": "bits"},
        {"section": "runs"},
        {"section": "runs", "run_p": "0.3", "run_q": "0"},
        {"section": "noise"},
        {"section": "noise", "noise": "categorical", "data": "0 1 1 2", "class": "2", "units": "bits"},
        {"section": "noise", "noise": "gaussian", "data": "1.5 -2 6.25", "sigma": "2"},
        {"section": "noise", "noise": "bernoulli", "data": "1.5 2"},
        {"section": "classifier"},
        {"section": "classifier", "slope": "3", "intercept": "-1", "units": "bits"},
    ],
    "kl_divergence": [
        {},
        {"p": "0.5,0.25,0.25", "q": "0.1,0.9,0", "units": "bits"},
        {"section": "formulas"},
        {"section": "infinity"},
        {"section": "infinity", "p": "0.5,0.5,0", "q": "0.5,0,0.5", "smooth": "on", "units": "bits"},
        {"section": "near"},
        {"section": "near", "p": "0.6,0.4", "q": "0.5,0.5", "near_t": "-0.07", "units": "bits"},
        {"section": "near", "p": "0.5,0.5", "q": "0.5,0.5"},
        {"section": "steps"},
        {"section": "steps", "epoch": "100", "softness": "0.2", "classes": "4", "units": "bits"},
        {"section": "bell"},
        {"section": "bell", "bm": "-3", "bl": "1.5", "units": "bits"},
        {"section": "letters"},
        {"section": "letters", "letters_a": "own", "text_a": 'l\'été "a" \\n ß', "letters_alpha": "0", "units": "bits"},
    ],
}
# Where there is no number that could be printed.
SILENT = [
    ("training_race", {"section": "update", "optimiser": "adam"}),
    ("formulas", {"section": "predictions", "source": "file"}),
    ("kl_divergence", {"p": "0.5,0.5", "q": "0.5,0.4"}),
    ("kl_divergence", {"section": "formulas", "p": "0.5,0.5", "q": "0.5,0.4"}),
    ("likelihood", {"section": "example", "probs": "0.1,0.2,0.3,0.3"}),
]


@pytest.fixture
def arrive() -> Visit:
    """A maker of first visits that come straight to a page, not by way of the home page."""

    def make(topic: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(ENTRY), default_timeout=60)
        for name, text in query.items():
            app.query_params[name] = text
        app.switch_page(path(topic)).run()
        assert not app.exception, query
        return app

    return make


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[Snippet | None]:
    """What the screens of a test have offered, in order."""
    found: list[Snippet | None] = []
    monkeypatch.setattr(take_home, "offer", lambda page, snippet: found.append(snippet))
    return found


@dataclass(frozen=True)
class Ran:
    """What a file has printed, and whose modules it has loaded."""

    printed: str
    others: frozenset[str]


def ran(source: str) -> Ran:
    """Run a file in a process of its own, which knows neither this folder nor the user's settings."""
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", source + OTHERS],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd="/",
        encoding="utf-8",
        env={"OPENBLAS_NUM_THREADS": "1"},  # threads would only wait for each other here
    )
    assert done.returncode == 0, f"{done.stderr}\n{source}"
    return Ran(done.stdout.strip(), frozenset(done.stderr.split()))


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as running:
        yield running


@pytest.fixture(scope="module")
def bare() -> frozenset[str]:
    """The modules that Python, NumPy and SciPy bring with them wherever they are installed like here."""
    return ran("import numpy, scipy.special\n").others


def as_printed(words: str) -> set[str]:
    """The numbers in what a page says, as Python prints them."""
    plain = words.replace("−", "-").replace("∞", "inf").replace(r"\infty", "inf")
    plain = re.sub("\u202f|\u00a0|\\\\,(?=\\d)", "", plain)
    plain = re.sub(r"\s*×\s*10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: f"e{int(m[1].translate(RAISED)):+03d}", plain)
    plain = re.sub(r"\s*\\cdot\s*10\^\{(-?\d+)\}", lambda m: f"e{int(m[1]):+03d}", plain)
    signed = re.findall(r"-?(?:\d+(?:\.\d+)?(?:e[+-]\d+)?|inf|nan)", plain)
    return {*signed, *(number.removeprefix("-") for number in signed)}


def said(app: AppTest, words: Words) -> str:
    """All that a screen says: its words, the descriptions of its charts, and its tables."""
    tables = (element.value.to_csv() for element in app.dataframe)
    return "\n".join((words(app), *app.session_state[DESCRIPTIONS].values(), *tables))


@pytest.mark.parametrize("topic", SCREENS)
def test_every_screen_has_python_that_prints_its_numbers(
    topic: str,
    arrive: Visit,
    words: Words,
    offered: list[Snippet | None],
    pool: ThreadPoolExecutor,
    bare: frozenset[str],
) -> None:
    runs: list[tuple[dict[str, str], Snippet, Future[Ran]]] = []
    amiss = []
    for query in SCREENS[topic]:
        offered.clear()
        app = arrive(topic, **query)
        snippet = offered[-1]
        assert snippet is not None, query
        runs.append((query, snippet, pool.submit(ran, source_of(snippet))))
        missing = set(snippet.shown.split()) - as_printed(said(app, words))
        amiss += [f"{query}: {number} is not on the screen" for number in sorted(missing)]
    for query, snippet, running in runs:
        result = running.result()
        if result.printed != snippet.shown:
            amiss.append(f"{query}: prints {result.printed.split()}, the screen says {snippet.shown.split()}")
        if others := result.others - bare:
            amiss.append(f"{query}: loads {sorted(others)}")
    assert not amiss, "\n".join(amiss)


@pytest.mark.parametrize(("topic", "query"), SILENT)
def test_without_a_number_there_is_no_python(
    topic: str, query: dict[str, str], arrive: Visit, offered: list[Snippet | None]
) -> None:
    arrive(topic, **query)
    assert offered[-1] is None


@pytest.mark.parametrize("z0", [4.0, 0.0, 10.0])
def test_home_counts_its_epochs(z0: float, arrive: Visit, words: Words) -> None:
    app, snippet = arrive("home", z0=f"{z0:g}"), home.snippet(z0, home.epochs(z0))
    assert set(snippet.shown.split()) <= as_printed(said(app, words))
    assert ran(source_of(snippet)).printed == snippet.shown
