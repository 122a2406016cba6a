"""Which loss is whose likelihood: the same data under Bernoulli, categorical and Gaussian noise."""

from collections.abc import Iterable
from typing import Any, Final, cast

import streamlit as st

from core.app import controls
from core.app.behind import Printed, behind, in_units
from core.app.drawing import draw
from core.app.fields import Choice, Stops
from core.app.likelihood import noise_entry, noise_formulas
from core.app.numbers import error_size, plain
from core.app.page import Page
from core.app.snippet import Snippet
from core.charts import noise as charts
from core.charts.scripts import subscript
from core.simulation.noise_models import MODELS, MOST_CLASSES, Categorical, DoesNotFit, Gaussian, NoiseModel, minimiser

NOISE: Final = Choice("bernoulli", tuple(MODELS))
CLASS: Final = Choice("1", tuple(str(number) for number in range(MOST_CLASSES)))
SIGMA: Final = Stops(1.0, (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0, 1000.0))


def show(page: Page) -> Snippet | None:
    """The section: the noise and the data above, −ℓ/n beside its formula, and the check of all three models."""
    text = page.text
    noise_column, data_column, more_column = st.columns([2, 2.2, 1.6], vertical_alignment="bottom", gap="medium")
    with noise_column:
        names = {name: text(f"noise.name.{name}") for name in NOISE.options}
        chosen = controls.choice("noise", text("noise.model"), NOISE, text, names, hide_label=False)
    with data_column:
        typed = noise_entry.field(text)
    with more_column:
        number, sigma = _details(page, chosen)
    values = noise_entry.settled(text, typed)
    models = {name: _model(name, values, number, sigma) for name in MODELS}
    model = models[chosen]
    if isinstance(model, DoesNotFit):
        st.warning(misfit(page, chosen, model), icon=":material/pause_circle:")
    else:
        picture, formulas = st.columns([1, 1.15], gap="medium")
        with picture:
            _picture(page, chosen, model)
        with formulas:
            noise_formulas.show(page, model)
    _table(page, models, chosen)
    st.caption(text("noise.golden"))
    return _behind(page, model, models.values())


def _details(page: Page, chosen: str) -> tuple[int, float]:
    """The class whose probability is looked at, and σ: each on screen only under its own model."""
    text = page.text
    names = {option: option for option in CLASS.options}
    number = controls.choice(
        "class", text("noise.class"), CLASS, text, names, hide_label=False, shown=chosen == "categorical"
    )
    sigma = controls.stops("sigma", text("noise.sigma"), SIGMA, text, lambda s: f"{s:g}", shown=chosen == "gaussian")
    return int(number), sigma


def _model(name: str, values: tuple[float, ...], number: int, sigma: float) -> NoiseModel | DoesNotFit:
    try:
        return MODELS[name](values, number, sigma)
    except DoesNotFit as fault:
        return fault


def misfit(page: Page, name: str, fault: DoesNotFit) -> str:
    """Why a value cannot come from a model."""
    return page.text(
        f"noise.misfit.{fault.reason}", value=f"{fault.value:.6g}", place=fault.place, most=MOST_CLASSES - 1
    )


def parameter(model: NoiseModel) -> str:
    """The sign of a model's parameter."""
    if isinstance(model, Categorical):
        return f"p{subscript(model.chosen)}"
    return "μ" if isinstance(model, Gaussian) else "p"


def _picture(page: Page, chosen: str, model: NoiseModel) -> None:
    text, units = page.text, page.units
    sign, best = parameter(model), model.closed_form
    least = plain(units.of(float(model.loss(best)) / len(model.values)), 4)
    log = "ln" if units.name == "nats" else "log₂"
    draw(
        charts.noise_chart,
        charts.curve_rows(model, units),
        charts.best_rows(model, units, f"{sign} = {plain(best, 4)}:  {least}"),
        charts.dot_rows(model),
        charts.corner_rows(model, units),
        {
            "parameter": text(f"noise.axis_{chosen}", sign=sign),
            "loss": text("noise.axis_loss", log=log, units=text(units.name)),
        },
        chosen == "gaussian",
        alt=text("noise.alt", count=len(model.values), sign=sign, best=plain(best, 4), least=least),
        key="likelihood_noise",
    )
    if isinstance(model, Categorical):
        st.caption(text("noise.dots_class", number=model.chosen, sign=sign))
    else:
        st.caption(text("noise.dots"))


def _table(page: Page, models: dict[str, NoiseModel | DoesNotFit], chosen: str) -> None:
    """Every model with its loss, and the minimum found by search beside its closed form."""
    text = page.text
    heads = ("noise", "found", "closed", "difference")
    lines = ["| " + " | ".join(text(f"noise.head.{head}") for head in heads) + " |", "|---|---|---|---|"]
    for name, model in models.items():
        strong = "**" if name == chosen else ""
        cells = [text("noise.row", noise=text(f"noise.name.{name}"), loss=text(f"noise.loss.{name}"))]
        if isinstance(model, DoesNotFit):
            cells += [text("noise.does_not_fit"), "", ""]
        else:
            found, best = minimiser(model), model.closed_form
            closed = f"{text(f'noise.closed.{name}')} {plain(best, 6)}"
            cells += [plain(found, 6), closed, error_size(found - best)]
        lines.append("| " + " | ".join(f"{strong}{cell}{strong}" if cell else "" for cell in cells) + " |")
    st.markdown("\n".join(lines))


def _behind(page: Page, chosen: NoiseModel | DoesNotFit, models: Iterable[NoiseModel | DoesNotFit]) -> Snippet | None:
    """The Python for the closed form and, of the chosen model, its loss there; None where no model fits."""
    model = next((one for one in (chosen, *models) if not isinstance(one, DoesNotFit)), None)
    if model is None:
        return None
    units, best = page.units, model.closed_form
    printed = [Printed("model.closed_form", best, 6, "the best parameter")]
    if model is chosen:
        loss = units.of(float(model.loss(best)))
        printed.append(
            Printed(in_units("model.loss(model.closed_form)", units), loss, 4, f"-log-likelihood in {units.name}")
        )
    return behind((cast(Any, type(model)),), f"model = {model!r}", *printed)
