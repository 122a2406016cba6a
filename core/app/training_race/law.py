"""The law of the race: how the epochs to the target grow with the start, and why."""

import math
from functools import lru_cache
from typing import Any, Final

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike

from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by, section
from core.app.take_home.snippet import Snippet
from core.app.training_race import law_map
from core.app.training_race.axis_ends import axis_end
from core.app.training_race.one_example.race import START, read
from core.app.training_race.remarks import SHORT, SMALL_STEP
from core.app.wording.blocks import displayed
from core.app.wording.figures import plain, whole
from core.charts.training_race import law as charts
from core.maths.activations import logit
from core.maths.checks import LOSSES
from core.simulation.training_race.law import continuous_epochs
from core.simulation.training_race.law_map import counted_epochs
from core.simulation.training_race.race import RaceSettings

TOPS: Final = (10.0, 12.0, 24.0)  # where the axis of starts ends; beyond them in steps of the last
POINTS: Final = 241  # of a line
BETWEEN: Final = 0.5  # two starts that are counted
COUNTED: Final = 50_000  # epochs; all of a chart's runs together take less than a tenth of a second
MILD: Final = np.array([2.0, 4.0, 8.0])

_counted = lru_cache(maxsize=64)(counted_epochs)


def _behind(page: Page) -> Snippet:
    settings = read(page).settings
    code = f"z, target, kappa = {settings.z_wrong!r}, {settings.target!r}, {settings.kappa!r}\n"
    for loss in LOSSES:
        # A number is rounded up where that says anything.
        code += f"N = continuous_epochs({loss!r}, z, target, {float(settings.rate(loss))!r}, kappa)\n"
        code += f"math.ceil(N) if N < 1e7 else N  # 3: {loss}\n"
    return Snippet(code, page.units, (continuous_epochs,))


def draw_law(page: Page) -> None:
    """The law's lines through counted runs, beside what one more unit costs."""
    if read(page).settings.optimiser != "gradient_descent":
        st.info(page.text("law.plain_only"), icon=":material/info:")
    if page.is_on_stage:
        _chart(page)
    else:
        page.beside([1.45, 1], _chart, _costs, align="center")


def working(page: Page) -> None:
    """Where the law holds and where only nearly, its derivation, and its maps."""
    text, settings = page.text, read(page).settings
    rates = {short: settings.rate(loss) for short, loss in SHORT.items()}
    if rates["ce"] != rates["se"]:
        st.caption(text("law.rates", **{name: plain(rate) for name, rate in rates.items()}))
    if max(rates.values()) * settings.kappa > SMALL_STEP:
        page.careful(text("law.large", **{name: plain(rate * settings.kappa, 2) for name, rate in rates.items()}))
    st.markdown(f"##### {text('law.derivation')}")
    for number, formulas in enumerate(STEPS, 1):
        words, symbols = st.columns([1, 1.6], vertical_alignment="center", gap="medium")
        words.markdown(f"**{number}.** {text(f'law.step_{number}')}")
        with symbols.container(gap="xsmall"):
            displayed(*formulas)
    law_map.show(page, settings)


def _epochs(settings: RaceSettings, loss: str, z: ArrayLike) -> Any:
    """The law's number of epochs before it is rounded up."""
    return continuous_epochs(loss, z, settings.target, settings.rate(loss), settings.kappa)


def _chart(page: Page) -> None:
    text, settings = page.text, read(page).settings
    z = settings.z_wrong
    lowest = float(logit(settings.target))
    top = axis_end(z, TOPS)
    starts = np.linspace(lowest, top, POINTS)
    tried = np.arange(math.floor(lowest / BETWEEN) + 1, top / BETWEEN + 1) * BETWEEN
    law = {loss: _epochs(settings, loss, starts) for loss in LOSSES}
    counted = {loss: _counted(settings, loss, tuple(tried.tolist()), COUNTED) for loss in LOSSES}
    here = {loss: _epochs(settings, loss, z) for loss in LOSSES}
    labels = {loss: _count(count) for loss, count in here.items()}
    draw(
        charts.law_chart,
        charts.law_lines(starts, law, page.losses),
        charts.counted_points(tried, counted),
        charts.reader_points(z, here, labels),
        {"logit": text(f"law.axis_logit_{settings.label:g}"), "epochs": text("law.axis_epochs")},
        alt=text("law.alt", z=plain(z, 2), ce=labels["cross_entropy"], se=labels["squared_error"]),
        key="race_law",
    )
    runs = sum(int(np.isfinite(counts).sum()) for counts in counted.values())
    page.note(text("law.reading", runs=whole(runs), limit=whole(COUNTED)))


def _count(epochs: float) -> str:
    """The law's number, rounded up."""
    return whole(math.ceil(epochs)) if epochs < 1e7 else plain(epochs)


def _costs(page: Page) -> None:
    """What one more unit of z₀ costs each loss from where the reader stands."""
    text, settings = page.text, read(page).settings
    z = settings.z_wrong
    now, then = ({short: _epochs(settings, loss, start) for short, loss in SHORT.items()} for start in (z, z + 1.0))
    if not all(now.values()):
        st.markdown(text("law.arrived", target=f"{settings.target:g}"))
    elif not all(map(math.isfinite, then.values())):
        st.markdown(text("law.beyond"))
    else:
        page.say(text("law.one_more", z=plain(z, 2)))
        costs = {
            "ce": {
                "cost": plain(then["ce"] - now["ce"], 2),
                "limit": plain(1.0 / (settings.rate("cross_entropy") * settings.kappa), 2),
            },
            "se": {"factor": plain(then["se"] / now["se"], 2)},
        }
        for short, cost in costs.items():
            before, after = plain(now[short], 1), plain(then[short], 1)
            page.say(text(f"law.cost_{short}", before=before, after=after, **cost))
    before, after = (_epochs(settings, "squared_error", MILD + more) for more in (0.0, 1.0))
    if all(before > 0.0):
        said = {f"z{place}": f"{start:g}" for place, start in enumerate(MILD)}
        said |= {f"f{place}": plain(factor, 2) for place, factor in enumerate(after / before)}
        st.caption(text("law.factors", **said))


STEPS: Final = (
    (
        r"\frac{dz}{dt} = -\kappa\,\frac{\partial C}{\partial z}, \qquad \kappa = x^2 + 1, \qquad t = \eta \cdot N",
        r"\ce{\frac{\partial C}{\partial z} = a} \qquad\quad \se{\frac{\partial C}{\partial z} = a^2 (1 - a)}",
    ),
    (
        r"o = \frac{\model{a}}{1 - \model{a}} = e^z, \qquad \frac{do}{dt} = o\,\frac{dz}{dt}",
        r"\ce{\frac{do}{dt} = -\kappa\,\frac{o^2}{1 + o}} \qquad\quad "
        r"\se{\frac{do}{dt} = -\kappa\,\frac{o^3}{(1 + o)^3}}",
    ),
    (
        r"\ce{\int_{o_1}^{o_0} \Big(\frac1o + \frac1{o^2}\Big)\,do = \kappa T}",
        r"\se{\int_{o_1}^{o_0} \Big(1 + \frac3o + \frac3{o^2} + \frac1{o^3}\Big)\,do = \kappa T}",
    ),
    (
        r"\ce{T = \frac{F(z_0) - F(z_1)}{\kappa}}, \qquad \ce{F = \ln o - \frac1o}",
        r"\se{T = \frac{G(z_0) - G(z_1)}{\kappa}}, \qquad \se{G = o + 3 \ln o - \frac3o - \frac1{2 o^2}}",
    ),
    (
        r"N = \frac{T}{\eta} + \frac12 \ln\frac{g(a_1)}{g(a_0)} + \frac{\eta\kappa}{12}\,\big[R(a_1) - R(a_0)\big]",
        r"\ce{g = a}, \qquad \ce{R = 2a - \tfrac32 a^2}",
        r"\se{g = a^2 (1 - a)}, \qquad \se{R = (2a - 3a^2)\,a(1 - a) + 2a^2 - 4a^3 + \tfrac94 a^4}",
    ),
)


PART: Final = Part(draw_law, drawn_by(START), working)
SECTION: Final = section(PART, _behind)
