"""The Python behind a screen: it runs by itself, far from this folder, and prints numbers that stand there."""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.app.drawing import DESCRIPTIONS
from core.app.frame.catalogue import TOPICS
from core.app.frame.page import path
from core.app.take_home import panel
from core.app.take_home.snippet import Snippet, core_zip
from tests.app.conftest import ENTRY

Visit = Callable[..., AppTest]
Words = Callable[[AppTest], str]

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# Runs each of some files as if it were alone, in one process, since most of a process's time goes into loading NumPy.
# Answers with what each has printed or how it failed, and with every package that was loaded and is neither Python's
# own nor comes with NumPy or SciPy.
RUNNER = """
import contextlib, io, json, os, runpy, sys, traceback
import numpy, scipy.special
roots = lambda: {name.split(".")[0] for name in sys.modules} - sys.stdlib_module_names - {"numpy", "scipy"}
sys.path.insert(0, os.path.dirname(sys.argv[1]))
bare, printed = roots(), []
for path in sys.argv[1:]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        try:
            runpy.run_path(path, run_name="__main__")
        except BaseException:
            print(traceback.format_exc())
    printed.append(said.getvalue().strip())
print(json.dumps([printed, sorted(roots() - bare)]))
"""

# The first screen is the page without a section; what is not the default comes by the link.
SCREENS: dict[str, list[dict[str, str]]] = {
    "home": [{}, {"z0": "0"}, {"z0": "10"}],
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
        {"section": "twice"},
        {"section": "twice", "margin": "8", "twice_k": "10", "units": "bits"},
        {"section": "weights"},
        {"section": "weights", "w1": "0.1", "share": "0.7", "units": "bits"},
        {"section": "laboratory"},
        {"section": "laboratory", "lz": "-300", "ly": "0.3"},
        {"section": "laboratory", "lab": "softmax", "lg": "-40"},
        {"section": "errata"},
    ],
    "predictions": [{}, {"source": "paste", "units": "bits"}, {"source": "sample"}, {"section": "too_sure"}],
    "training_race": [
        {},
        {"guess": "shown"},
        {"guess": "shown", "y": "1", "start": "zero", "optimiser": "adam", "fair": "matched"},
        {"data": "clouds", "epoch": "1"},
        {"data": "iris3", "units": "bits", "epoch": "1"},
        {"data": "moons", "n": "50", "optimiser": "momentum", "epoch": "1"},
        {"section": "law"},
        {"section": "law", "start": "own", "w": "12", "b": "12"},
        {"section": "convexity"},
        {"section": "convexity", "y": "1", "start": "badly_saturated"},
        {"section": "nielsen"},
        {"section": "nielsen", "npreset": "ce_stuck", "nstep": "script", "units": "bits"},
        {"section": "playground"},
        {"section": "playground", "pdata": "gauss", "pstart": "random"},
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
        {"section": "near", "p": "0.5,0.5", "q": "0.5,0.5"},
        {"section": "near", "p": "0.6,0.4", "q": "0.5,0.5", "near_t": "-0.07", "units": "bits"},
        {"p": "0.5,0.5", "q": "0.5,0.4"},
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
    ("training_race", {"data": "clouds"}),
    ("training_race", {"section": "update", "optimiser": "adam"}),
    ("predictions", {"source": "file"}),
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
    monkeypatch.setattr(panel, "offer", lambda text, snippet: found.append(snippet))
    return found


@pytest.fixture
def ran(tmp_path: Path) -> Callable[[list[str]], list[str]]:
    """What files print, run in a process which knows neither this folder nor the user's settings."""

    def run(sources: list[str]) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(core_zip())) as archive:
            archive.extractall(tmp_path)
        files = [tmp_path / f"{place}.py" for place in range(len(sources))]
        for file, source in zip(files, sources, strict=True):
            file.write_text(source, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", "-W", "error", "-c", RUNNER, *map(str, files)],
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
            cwd="/",
            encoding="utf-8",
            env={"OPENBLAS_NUM_THREADS": "1"},  # threads would only wait for each other here
        )
        printed, others = json.loads(done.stdout)
        assert not {"streamlit", "altair", "pandas", "pyarrow"} & set(others), "more than NumPy, SciPy and core"
        return printed

    return run


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
    topic: str, arrive: Visit, words: Words, offered: list[Snippet | None], ran: Callable[[list[str]], list[str]]
) -> None:
    snippets: list[Snippet] = []
    amiss = []
    for query in SCREENS[topic]:
        offered.clear()
        app = arrive(topic, **query)
        snippet = offered[-1]
        assert snippet is not None, query
        snippets.append(snippet)
        missing = set(snippet.shown.split()) - as_printed(said(app, words))
        amiss += [f"{query}: {number} is not on the screen" for number in sorted(missing)]
    for query, snippet, printed in zip(
        SCREENS[topic], snippets, ran([snippet.source() for snippet in snippets]), strict=True
    ):
        if printed != snippet.shown:
            amiss.append(f"{query}: prints {printed}, the screen says {snippet.shown.split()}")
    assert not amiss, "\n".join(amiss)


def test_every_page_and_section_has_its_screen_here() -> None:
    here = {(topic, query.get("section", "")) for topic, queries in SCREENS.items() for query in queries}
    assert here == {(topic.name, section) for topic in TOPICS.values() for section in ("", *topic.sections)}


@pytest.mark.parametrize(("topic", "query"), SILENT)
def test_without_a_number_there_is_no_python(
    topic: str, query: dict[str, str], arrive: Visit, offered: list[Snippet | None]
) -> None:
    arrive(topic, **query)
    assert offered[-1] is None
