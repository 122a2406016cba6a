"""Nielsen's animation on the page: its numbers are those of the table in the specification."""

import math

SWITCH = "training_race_nstep"


def test_squared_error_beside_the_printed_numbers(visit, words):
    good = words(visit("training_race", section="nielsen", npreset="se_good"))
    assert "The chapter prints 0.82 → 0.09; the gradient gives 0.81757 → 0.09396." in good
    stuck = words(visit("training_race", section="nielsen", npreset="se_stuck"))
    assert "a = 0.20285" in stuck
    assert "0.98 → 0.20" in stuck
    assert "0.98201 → 0.20285" in stuck


def test_the_table_of_outputs(visit, words):
    said = words(visit("training_race", section="nielsen", npreset="se_stuck"))
    rows = [(0, "0.98201"), (50, "0.97593"), (100, "0.96413"), (150, "0.93342"), (200, "0.78874"), (300, "0.20285")]
    for epoch, output in rows:
        assert f"| {epoch} | {output} |" in said
    said = words(visit("training_race", section="nielsen", npreset="ce_stuck"))
    rows = [(0, "0.98201"), (50, "0.97101"), (100, "0.95391"), (150, "0.92816"), (200, "0.89122"), (300, "0.77959")]
    for epoch, output in rows:
        assert f"| {epoch} | {output} |" in said


def test_the_scripts_step_is_called_what_it_is(visit, words):
    sentence = "so from (2, 2) it ends at a = **0.048** where the true gradient ends at **0.780**."
    label = "| epoch | a · the script’s step | a · true gradient |"
    app = visit("training_race", section="nielsen", npreset="ce_stuck", nstep="script")
    said = words(app)
    assert sentence in said
    assert label in said
    assert r"\frac{1}{1 - " in said
    assert "nstep=script" in app.session_state["link_state"].link
    true = words(visit("training_race", section="nielsen", npreset="ce_stuck"))
    assert sentence in true
    assert label not in true


def test_the_first_step_in_numbers(visit, words):
    a = 1.0 / (1.0 + math.exp(-4.0))
    squared = words(visit("training_race", section="nielsen", npreset="se_stuck"))
    assert rf"\textcolor{{#C95900}}{{{2 - 0.15 * a * a * (1 - a):.4f}}}" in squared
    cross = words(visit("training_race", section="nielsen", npreset="ce_stuck"))
    assert rf"\textcolor{{#007FC7}}{{{2 - 0.005 * a:.4f}}}" in cross
    script = words(visit("training_race", section="nielsen", npreset="ce_stuck", nstep="script"))
    assert rf"2 - 0.005 \cdot {1 / (1 - a):.3f} = {2 - 0.005 / (1 - a):.4f}" in script


def test_the_cost_is_in_the_readers_unit(visit, words):
    nats = -math.log(1 - 0.77959)  # 1.512
    said = words(visit("training_race", section="nielsen", npreset="ce_stuck"))
    assert f"cost = {nats:.3f} nats" in said
    assert f"cost = {nats / math.log(2):.3f} bits" in words(
        visit("training_race", section="nielsen", npreset="ce_stuck", units="bits")
    )
    assert f"cost = {0.5 * 0.20285**2:.3f}." in words(
        visit("training_race", section="nielsen", npreset="se_stuck", units="bits")
    )


def test_there_is_nothing_to_switch_with_squared_error(visit):
    app = visit("training_race", section="nielsen", npreset="se_stuck", nstep="script")
    assert not [group for group in app.button_group if group.key and group.key.startswith(SWITCH)]
    assert app.session_state["link_state"].get("nstep", "script") == "script"  # kept for the way back
    app = visit("training_race", section="nielsen", npreset="ce_good")
    assert [group for group in app.button_group if group.key and group.key.startswith(SWITCH)]


def test_both_charts_say_where_the_runs_end(visit):
    app = visit("training_race", section="nielsen", npreset="ce_stuck", nstep="script")
    output, cost = (chart.proto.alt for chart in app.get("vega_lite_chart")[-2:])
    assert output.endswith("After 300 epochs: the script’s step: 0.048; cross-entropy: 0.780.")
    assert cost.endswith("After 300 epochs: the script’s step: 0.049; cross-entropy: 1.512.")  # −ln(1 − a)
