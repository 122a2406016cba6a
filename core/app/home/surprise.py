"""What a loss measures: the surprise of one event or two, and the loss of always saying the share of positives."""

from typing import Final

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by
from core.app.wording.figures import plain
from core.charts.home import surprise as charts
from core.maths.information import entropy, surprisal

FIRST: Final = Control("p1", Number(0.1, 0.01, 1.0, 0.01), "surprise.first")
SECOND: Final = Control("p2", Number(1.0, 0.01, 1.0, 0.01), "surprise.second")
RATE: Final = Control("base", Number(0.5, 0.01, 0.99, 0.01), "surprise.rate")
REPORTED: Final = Control("loss", Number(0.5, 0.05, 0.75, 0.01), "surprise.reported")


def draw_surprise(page: Page) -> None:
    """The surprise of the first event and, where the second is uncertain, of that one and of both."""
    text, units = page.text, page.units
    first, second = page.read(FIRST, SECOND)
    probabilities = {plain(first, 2): first}
    if second < 1.0:
        probabilities |= {plain(second, 2): second}
        probabilities |= {f"{plain(first, 2)} · {plain(second, 2)}": first * second}
    said = {name: plain(units.of(float(surprisal(p))), 2) for name, p in probabilities.items()}
    words = {name: f"−{units.log} {f'({name})' if '·' in name else name} = {value}" for name, value in said.items()}
    draw(
        charts.surprise_chart,
        charts.curve_rows(units),
        charts.event_rows([(p, words[name]) for name, p in probabilities.items()], units),
        units,
        {"p": text("surprise.axis_p"), "surprise": text("surprise.axis_surprise")},
        alt=text("surprise.alt", events="; ".join(words.values())),
        key="home_surprise",
    )


def draw_base_rate(page: Page) -> None:
    """What always saying the share of positives costs, beside a reported loss."""
    text, units = page.text, page.units
    rate, loss = page.read(RATE, REPORTED)
    base = plain(units.of(float(entropy([rate, 1.0 - rate]))))
    said = {"rate": f"{100 * rate:.0f} %", "base": base, "loss": plain(loss, 2)}
    draw(
        charts.rate_chart,
        charts.rate_rows(units),
        charts.level_rows(
            rate,
            loss,
            {"base": text("surprise.always", **said), "model": text("surprise.model", **said)},
            units,
        ),
        units,
        {"rate": text("surprise.axis_rate"), "loss": text("surprise.axis_loss")},
        alt=text("surprise.alt_rate", **said),
        key="home_base_rate",
    )


CONTROLS: Final = (FIRST, SECOND, RATE, REPORTED)
SURPRISE: Final = Part(draw_surprise, drawn_by(FIRST, SECOND))
BASE_RATE: Final = Part(draw_base_rate, drawn_by(RATE))
