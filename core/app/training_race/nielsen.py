"""Nielsen's animation: the four runs of his chapter 3, and the step that its published script takes."""

from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed, in_columns, table
from core.app.wording.figures import latex, plain
from core.charts.training_race.nielsen import Curve, curve_rows, end_rows, learning_curves
from core.maths.checks import FloatArray
from core.simulation.training_race.nielsen import EPOCHS, PRESETS, SHOWN_EPOCHS, STEPS, Preset, Run, script_slope

RUNS: Final = Choice("ce_stuck", tuple(PRESETS))
PRESET: Final = Control("npreset", RUNS, "nielsen.run", "nielsen.preset.{}", kind="pills", label_is_hidden=True)
WAYS: Final = Choice("gradient", tuple(STEPS))
STEP: Final = Control("nstep", WAYS, "nielsen.steps", "nielsen.step.{}", label_is_hidden=True)


def show(page: Page) -> Snippet:
    """The section: a preset and a step, both learning curves, the step in numbers, the table of outputs."""
    page.note(page.text("nielsen.intro"))
    page.show(PRESET)
    switch(page)
    draw_runs(page)
    with page.fold():
        working(page)
    preset, runs = read(page)
    code = f"""
    run = {STEPS[next(iter(runs))].__name__}({preset!r})
    run.weights[-1], run.biases[-1]  # 3: weight and bias after {EPOCHS} epochs
    run.outputs[-1]  # 5: the output
    run.costs[-1]  # 3{" nats" * _is_informative(preset)}: {preset.loss}
    """
    return Snippet(code, page.units, (Preset, *STEPS.values()))


def read(page: Page) -> tuple[Preset, dict[str, Run]]:
    """The preset and its runs: first by the chosen step, then by the other one, where the script's is another."""
    preset = PRESETS[page.value(PRESET)]
    steps = dict.fromkeys((page.value(STEP), *STEPS)) if _is_informative(preset) else ("gradient",)
    return preset, {name: STEPS[name](preset) for name in steps}


def _is_informative(preset: Preset) -> bool:
    """Whether the cost has a unit of information; then the script's step is another than the gradient's, too."""
    return preset.loss == "cross_entropy"


def _costs(page: Page, preset: Preset, run: Run) -> FloatArray:
    return run.costs * (page.units.per_nat if _is_informative(preset) else 1.0)


def switch(page: Page) -> None:
    """The choice of the step, where there is one."""
    if _is_informative(read(page)[0]):
        page.show(STEP)


def working(page: Page) -> None:
    """The step that is taken, with the numbers of the first one, beside the table of outputs."""
    page.beside([1.45, 1], _say, _outputs)


def _say(page: Page) -> None:
    """The step, what there is to know about it, and where it ends."""
    text, (preset, runs) = page.text, read(page)
    step, run = next(iter(runs.items()))
    unit = f" {text.unit}" if _is_informative(preset) else ""
    displayed(step_formula(preset, step))
    if preset.printed is not None:
        first, last = (f"{value:.2f}" for value in preset.printed)
        exact_first, exact_last = (plain(float(run.outputs[epoch]), 5) for epoch in (0, EPOCHS))
        st.markdown(text("nielsen.printed", first=first, last=last, exact_first=exact_first, exact_last=exact_last))
    else:
        script, gradient = (plain(float(STEPS[name](preset).outputs[-1])) for name in ("script", "gradient"))
        start = f"({preset.weight:g}, {preset.bias:g})"
        st.markdown(text("nielsen.difference", start=start, script=script, gradient=gradient))
    st.markdown(
        text(
            "nielsen.after",
            epochs=EPOCHS,
            w=plain(float(run.weights[-1])),
            b=plain(float(run.biases[-1])),
            a=plain(float(run.outputs[-1]), 5),
            cost=plain(float(_costs(page, preset, run)[-1])) + unit,
        )
    )


def step_formula(preset: Preset, step: str) -> str:
    """The step in symbols and, under it, from the start in numbers; with x = 1 it is the same for w and b."""
    a = float(STEPS[step](preset).outputs[0])
    if step == "script":
        slope, symbols = script_slope(preset.weight + preset.bias), r"\frac{1}{1 - \model{a}}"
        numbers, macro = latex(slope), ""
    elif preset.loss == "squared_error":
        slope, symbols = a * a * (1.0 - a), r"(\model{a} - \truth{y})\,\slope{\sigma'(z)}\,x"
        numbers, macro = rf"\model{{{latex(a, 4)}}} \cdot \slope{{{latex(a * (1.0 - a), 4)}}}", r"\se"
    else:
        slope, symbols = a, r"(\model{a} - \truth{y})\,x"
        numbers, macro = rf"\model{{{latex(a, 4)}}}", r"\ce"
    new = latex(preset.weight - preset.learning_rate * slope, 4)
    new = rf"{macro}{{{new}}}" if macro else new
    return (
        rf"\begin{{aligned}} w &\leftarrow w - \eta\,{symbols} \\[4pt] "
        rf"&= {preset.weight:g} - {preset.learning_rate:g} \cdot {numbers} = {new} \end{{aligned}}"
    )


def draw_runs(page: Page) -> None:
    """Output and cost of the runs against the epoch."""
    text, (preset, runs) = page.text, read(page)
    measures = {
        "output": {name: run.outputs for name, run in runs.items()},
        "cost": {name: _costs(page, preset, run) for name, run in runs.items()},
    }
    titles = {"output": text("nielsen.axis_output"), "cost": text(f"nielsen.axis_{preset.loss}")}
    called = {"gradient": text(preset.loss), "script": text("nielsen.script")}
    for measure, values in in_columns(measures.items()):
        curves = [
            Curve(heights, called[name], plain(float(heights[-1])), preset.loss, name == "script", place > 0)
            for place, (name, heights) in enumerate(values.items())
        ]
        ends = "; ".join(f"{curve.name}: {curve.last}" for curve in curves)
        draw(
            learning_curves,
            curve_rows(curves),
            end_rows(curves),
            EPOCHS,
            {"epoch": text("axis_epoch"), "measure": titles[measure]},
            measure == "output",
            "script" in runs,
            alt=text("nielsen.alt", measure=titles[measure], epochs=EPOCHS, ends=ends),
            key=f"race_nielsen_{measure}",
        )


def _outputs(page: Page) -> None:
    """The outputs at some epochs, a column for each run, and what the chapter prints."""
    text, (preset, runs) = page.text, read(page)
    names = {"gradient": text("nielsen.step.gradient"), "script": text("nielsen.script")}
    columns = {text("axis_epoch"): list(map(str, SHOWN_EPOCHS))}
    for name, run in runs.items():
        columns[f"a · {names[name]}"] = [plain(float(run.outputs[epoch]), 5) for epoch in SHOWN_EPOCHS]
    if preset.printed is not None:
        first, last = (f"{value:.2f}" for value in preset.printed)
        columns[f"a · {text('nielsen.chapter')}"] = [first, *[""] * (len(SHOWN_EPOCHS) - 2), last]
    table(list(columns), zip(*columns.values(), strict=True), "r" * len(columns))


CONTROLS: Final = (PRESET, STEP)
PART: Final = Part(draw_runs, {**drawn_by(PRESET), STEP.name: switch}, working)
