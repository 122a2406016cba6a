import math

import numpy as np
import pandas as pd
import pytest

from core.app.drawing import specification
from core.charts.kit.theme import QUANTITIES, UNITS
from core.charts.likelihood import runs as charts
from core.simulation.likelihood.runs import Setting, levels, places, runs

NATS, BITS = UNITS["nats"], UNITS["bits"]
SETTINGS = {
    "usual": Setting(0.7, 0.4, 1000, 5, 1),
    "same": Setting(0.7, 0.7, 1000, 2, 1),
    "level": Setting(0.3, 0.5, 1000, 8, 1),
    "ruled out": Setting(0.1, 0.0, 1000, 8, 1),
    "not yet": Setting(0.01, 0.0, 100, 1, 3),
    "certain": Setting(1.0, 1.0, 100, 1, 1),
    "nothing drawn": Setting(1.0, 0.0, 100, 2, 1),
    "far": Setting(0.01, 0.99, 10**5, 3, 1),
}
NAMES = {"entropy": "H(p)", "cross_entropy": "H(p, q)"}


def frames(setting, units=NATS):
    known, tossed = levels(setting.truth, setting.model), runs(setting)
    ends = charts.span(known, [float(run.means.max()) for run in tossed if len(run.means)])
    return (
        charts.line_rows(tossed, units),
        charts.end_rows(tossed, setting.length, ends, units),
        charts.band_rows(known, places(setting.length).tolist(), ends, units),
        charts.level_rows(known, setting.length, ends, units, NAMES),
        charts.gap_rows(known, setting.length, ends, units, "KL"),
        charts.corner_rows(setting.length, ends, units),
    )


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("units", [NATS, BITS], ids=["nats", "bits"])
def test_every_number_is_finite_and_every_colour_known(setting, units):
    usual = frames(SETTINGS["usual"])
    for frame, other in zip(frames(setting, units), usual, strict=True):
        assert list(frame.columns) == list(other.columns)
        numbers = frame.select_dtypes("number")
        assert np.isfinite(numbers.to_numpy()).all()
        if "quantity" in frame:
            assert set(frame["quantity"]) <= set(QUANTITIES)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_levels_and_ends_lie_in_the_picture(setting):
    lines, ended, band, rules, gap, corners = frames(setting)
    low, high = corners["mean"]
    assert low < high
    assert rules["level"].between(low, high).all()
    assert ended["mean"].between(low, high).all()
    assert band["low"].between(low, high).all()
    assert band["high"].between(low, high).all()
    assert (gap["high"] >= gap["low"]).all()
    assert lines["mean"].iloc[-50:].between(low, high).all()


def test_bits_are_nats_over_ln_two():
    for nats, bits, columns in zip(
        frames(SETTINGS["usual"]),
        frames(SETTINGS["usual"], BITS),
        (["mean"], ["mean"], ["low", "high"], ["level"], ["low", "high", "middle"], ["mean"]),
        strict=True,
    ):
        assert np.allclose(bits[columns], nats[columns] / math.log(2), rtol=1e-12)


def test_the_band_closes_like_one_over_the_root():
    setting = Setting(0.7, 0.4, 10_000, 1, 1)
    band = frames(setting)[2].set_index("n")
    h = -0.7 * math.log(0.4) - 0.3 * math.log(0.6)
    sd = math.sqrt(0.21) * math.log(0.6 / 0.4)
    for n in (2500.0, 10_000.0):
        row = band.iloc[np.abs(band.index - n).argmin()]
        assert row["high"] - h == pytest.approx(2 * sd / math.sqrt(row.name), rel=1e-9)
        assert h - row["low"] == pytest.approx(2 * sd / math.sqrt(row.name), rel=1e-9)


def test_the_levels():
    rules = frames(SETTINGS["usual"])[3].set_index("quantity")
    assert rules.loc["entropy", "level"] == pytest.approx(0.610864, abs=1e-6)
    assert rules.loc["cross_entropy", "level"] == pytest.approx(0.794651, abs=1e-6)


def test_names_that_would_touch_move_apart():
    rules = frames(SETTINGS["same"])[3].set_index("quantity")
    assert rules.loc["cross_entropy", "shift"] < 0 < rules.loc["entropy", "shift"]
    assert set(frames(SETTINGS["usual"])[3]["shift"]) == {0.0}
    assert frames(SETTINGS["same"])[4]["name"].tolist() == [""]
    assert frames(SETTINGS["usual"])[4]["name"].tolist() == ["KL"]


def test_the_sign_of_infinity_stands_at_the_toss_that_was_ruled_out():
    setting = SETTINGS["ruled out"]
    ended, corners = frames(setting)[1], frames(setting)[5]
    assert ended["n"].tolist() == [float(run.ruled_out) for run in runs(setting)]
    assert set(ended["sign"]) == {"∞"}
    assert (ended["mean"] == corners["mean"].max()).all()
    assert len(frames(setting)[2]) == 0
    assert frames(setting)[3]["quantity"].tolist() == ["entropy"]


def test_one_specification_for_all_numbers():
    names = ("lines", "ended", "band", "levels", "gap", "corners")
    spec = specification(charts.runs_chart, names, {"words": {"n": "n", "mean": "mean"}})
    assert {name for layer in spec["layer"] for name in [layer["data"]["name"]]} == set(names)
    assert all(isinstance(frame, pd.DataFrame) for frame in frames(SETTINGS["usual"]))
