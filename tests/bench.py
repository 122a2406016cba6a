"""Time from a key press to the chart, for every page beside a bare app: ``python -m tests.bench``.

The bare app has one slider and one chart and the same Streamlit settings. Both are measured in the same run, in
turns, since machines are noisy: the ratio is the claim, not the milliseconds.
"""

import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, ROOT, installed, serve

BARE = """
import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

st.set_page_config(layout="wide")
z = st.slider("logit z", -10.0, 10.0, 4.0, 0.1)
x = np.linspace(-10, 10, 161)
data = pd.DataFrame({"x": x, "y": np.log1p(np.exp(x - z))})
st.altair_chart(alt.Chart(data).mark_line().encode(x="x", y="y").properties(height=280))
"""
# page → role and accessible name of its main control, and the two keys that move it to and fro
ARROWS = ("ArrowRight", "ArrowLeft")
TARGETS = {
    "": ("slider", "How wrong is the neuron", ARROWS),
    "formulas": ("slider", "logit z", ARROWS),
    "training_race": ("slider", "learning rate", ARROWS),
    "likelihood": ("slider", "p", ARROWS),
    "kl_divergence": ("spinbutton", "p₁", ("ArrowDown", "ArrowUp")),
}
TURNS, PRESSES = 3, 8
# The charts are done when none of them has changed for a while; the time is that of the last change.
WATCH = """() => {
  window.changed = 0
  const watch = new MutationObserver((changes) => {
    const inPicture = (node) => (node.closest ? node : node.parentElement)?.closest('svg.marks')
    const newPicture = (node) => node.querySelector && (node.matches('svg.marks') || node.querySelector('svg.marks'))
    const drawn = (change) => inPicture(change.target) || [...change.addedNodes].some(newPicture)
    if (!changes.some(drawn)) return
    window.changed = performance.now()
    window.first ??= window.changed
  })
  watch.observe(document.body, { subtree: true, attributes: true, childList: true, characterData: true })
  const press = () => { window.pressed = performance.now(); window.changed = 0; window.first = null }
  document.addEventListener('keydown', press, true)
}"""
QUIET = 300  # ms


def settle(page: Page) -> None:
    page.wait_for_selector("[data-testid=stVegaLiteChart] svg.marks", timeout=60_000)
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') === 'notRunning'"
    )
    page.wait_for_timeout(1500)


def press(page: Page, key: str, moment: str = "changed") -> float:
    """Milliseconds from one press of a key to the last change of a chart that it causes, or to the "first"."""
    page.keyboard.press(key)
    page.wait_for_function(f"window.changed > 0 && performance.now() - window.changed > {QUIET}", timeout=20_000)
    taken: float = page.evaluate(f"window.{moment} - window.pressed")
    return taken


def presses(page: Page, keys: tuple[str, str], moment: str = "changed") -> list[float]:
    """One turn of presses; the first is not counted, since a page that has just come to the front draws slowly."""
    page.bring_to_front()
    page.wait_for_timeout(300)
    return [press(page, keys[count % 2], moment) for count in range(PRESSES + 1)][1:]


def ready(page: Page, address: str, role: Any, name: str) -> Page:
    page.goto(address)
    settle(page)
    page.get_by_role(role, name=name).first.focus()
    page.evaluate(WATCH)
    return page


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare_folder = Path(folder)
        (bare_folder / "streamlit_app.py").write_text(BARE)
        (bare_folder / ".streamlit").mkdir()
        (bare_folder / ".streamlit" / "config.toml").write_text(
            "[runner]\npostScriptGC = false\n[browser]\ngatherUsageStats = false\n"
        )
        path = installed()
        if path is None:
            raise SystemExit("no Chromium found")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        with serve(folder=bare_folder) as bare_address, serve(folder=ROOT) as address:
            size: Any = {"width": 1280, "height": 720}
            bare = ready(browser.new_page(viewport=size), bare_address, "slider", "logit z")
            print(
                f"key press to chart at rest, median of {TURNS} turns of {PRESSES} presses, in turn with the bare app"
            )
            for topic, (role, name, keys) in TARGETS.items():
                page = ready(browser.new_page(viewport=size), f"{address}/{topic}", role, name)
                own: list[float] = []
                other: list[float] = []
                for _ in range(TURNS):
                    # The hero of the home page moves in the browser; the run that follows is for the link only.
                    own += presses(page, keys, "changed" if topic else "first")
                    other += presses(bare, ARROWS)
                ratio = statistics.median(own) / statistics.median(other)
                print(
                    f"{topic or 'home':15} {statistics.median(own):6.0f} ms   bare {statistics.median(other):6.0f} ms"
                    f"   ratio {ratio:.2f}"
                )
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
