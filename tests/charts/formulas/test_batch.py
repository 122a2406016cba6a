"""The chart of sum and mean: rows, names apart, and the look of one loss."""

import altair as alt
import numpy as np

from core.charts.formulas.batch import least_rows, name_rows, run_chart, run_rows

LOSSES = {"mean": np.array([2.0, 1.0]), "sum": np.array([2.0, 0.5]), "scaled": np.array([2.0, 1.0])}


def spec() -> dict:
    named = (alt.NamedData(name) for name in ("runs", "names", "least"))
    return run_chart(*named, 200, {"epoch": "epoch", "loss": "loss"}).to_dict()


def test_rows_hold_every_epoch_of_every_run():
    rows = run_rows(LOSSES)
    for run, losses in LOSSES.items():
        mine = rows[rows["run"] == run]
        assert mine["loss"].tolist() == losses.tolist()
        assert mine["epoch"].tolist() == [0.0, 1.0]
    assert least_rows(0.25, "least").to_numpy().tolist() == [[0.25, "least"]]


def test_names_keep_apart_the_higher_one_above():
    names = {"mean": "m", "sum": "s"}
    rows = name_rows(LOSSES, names).set_index("run")
    assert rows["loss"].to_dict() == {"mean": 1.0, "sum": 0.5}
    assert rows.loc["sum", "shift"] - rows.loc["mean", "shift"] >= 15
    bouncing = name_rows({"mean": np.array([0.4]), "sum": np.array([3.0])}, names).set_index("run")
    assert bouncing.loc["mean", "shift"] - bouncing.loc["sum", "shift"] >= 15


def test_both_runs_have_the_colour_of_their_loss_and_lines_of_their_own():
    lines = [layer for layer in spec()["layer"] if layer["mark"]["type"] == "line"]
    assert all(layer["encoding"]["color"]["field"] == "quantity" for layer in lines)
    assert "strokeDash" not in lines[0]["mark"]
    assert lines[1]["mark"]["strokeDash"]


def test_every_tick_is_kept():
    axis = next(layer["encoding"]["x"]["axis"] for layer in spec()["layer"] if "axis" in layer["encoding"].get("x", {}))
    assert axis["tickCount"] >= len(axis["values"])
