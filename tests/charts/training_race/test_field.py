import base64
import io

import altair as alt
import numpy as np
import pytest
from PIL import Image

from core.charts.kit.images import viridis
from core.charts.training_race import field as charts
from core.charts.training_race import field_pictures as pictures
from core.data.samples import Dataset

LOSSES = ["cross_entropy", "squared_error"]
WORDS = {"x": "petal", "y": "sepal"}


def data(classes: int = 2, samples: int = 90, columns: int = 3, standardised: bool = True) -> Dataset:
    rng = np.random.default_rng(classes)
    labels = np.arange(samples) % classes
    raw = rng.normal(size=(samples, columns)) * [3.0, 40.0, 1.0][:columns] + 5.0 + labels[:, None]
    names = tuple(f"class {number}" for number in range(classes))
    return Dataset(tuple("abcdefgh"[:columns]), names, raw, labels, standardised)


def constant(*answers: float):
    """A model that says the same of every point, and at epoch 0 all classes alike."""

    def predict(points, epochs):
        row = np.array(answers)
        rows = np.where(np.asarray(epochs)[:, None, None] == 0, 1 / len(row), row)
        return np.broadcast_to(rows, (2, len(epochs), len(points), len(row)))

    return predict


def pixels(url: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGB")).astype(int)


@pytest.mark.parametrize("last", [0, 1, 2, 7, 50, 600, 5000])
def test_key_frames_run_from_the_start_to_the_end(last):
    frames = pictures.field_epochs(last)
    assert (frames[0], frames[-1]) == (0, last)
    assert np.all(np.diff(frames) > 0)
    assert len(frames) <= 90
    if last >= 600:
        assert set(range(6)) <= set(frames.tolist())  # dense early
        assert np.diff(frames).max() <= last / 25  # and nowhere far apart


@pytest.mark.parametrize("classes", [2, 3])
def test_every_epoch_of_each_run_has_exactly_one_picture(classes):
    rows = pictures.field_pictures(
        data(classes), (0, 1), pictures.field_epochs(600), constant(*[1 / classes] * classes)
    )
    for loss in LOSSES:
        own = rows[rows.quantity == loss]
        for epoch in range(601):
            assert ((own.from_epoch <= epoch) & (epoch < own.to_epoch)).sum() == 1
    assert set(rows.quantity) == set(LOSSES)
    assert rows.notna().all().all()


def test_two_classes_are_shown_by_the_probability_of_the_second():
    rows = pictures.field_pictures(data(), (0, 1), [0, 10], constant(0.27, 0.73))
    for url in rows[rows.from_epoch == 10].url:
        picture = pixels(url)
        assert picture.shape == (2 * pictures.CELLS, 3 * pictures.CELLS, 3)
        np.testing.assert_array_equal(picture, np.broadcast_to(viridis(0.75), picture.shape))  # the band 0.7 … 0.8


def test_of_more_classes_the_likeliest_is_shown_and_paler_where_unsure():
    sure, unsure = (
        pixels(pictures.field_pictures(data(3), (0, 1), [1], constant(*answers)).url[0])[0, 0]
        for answers in ((0.0, 1.0, 0.0), (0.3, 0.4, 0.3))
    )
    colour = viridis(0.5).astype(int)
    assert np.abs(sure - colour).max() < 30
    assert np.all(unsure > sure)
    assert np.all(unsure < 255)


@pytest.mark.parametrize("standardised", [True, False])
def test_the_white_line_is_where_the_likeliest_class_changes(standardised):
    """The model splits the plane at the mean of the second column; the picture must, too, at the right height."""
    sample = data(standardised=standardised)
    middle = sample.raw.mean(axis=0)
    split = sample.model_units(middle)[1]

    def predict(points, epochs):
        np.testing.assert_allclose(points[:, 2], sample.model_units(middle)[2], atol=1e-9)  # held at its mean
        second = 1 / (1 + np.exp(-(points[:, 1] - split)))
        return np.broadcast_to(np.stack([1 - second, second], -1), (2, len(epochs), len(points), 2))

    row = pictures.field_pictures(sample, (0, 1), [0], predict).iloc[0]
    picture = pixels(row.url)
    white = np.flatnonzero((picture == 255).all(axis=-1).all(axis=1))
    assert len(white) == 1
    height = row.y1 + (row.y0 - row.y1) * (white[0] + 1) / len(picture)
    assert height == pytest.approx(middle[1], abs=(row.y1 - row.y0) / len(picture))
    assert picture[0].mean() > picture[-1].mean()  # above is the second class, and lighter


def test_the_runs_keep_their_order():
    def predict(points, epochs):
        first = np.array([1.0, 0.0])[:, None, None]
        return np.stack([first + np.zeros((2, len(epochs), len(points))), 1 - first + np.zeros((2, len(epochs), 1))
                         + np.zeros((2, len(epochs), len(points)))], -1)  # fmt: skip

    rows = pictures.field_pictures(data(), (0, 1), [0], predict).set_index("quantity")
    assert pixels(rows.url["cross_entropy"]).mean() < pixels(rows.url["squared_error"]).mean()


@pytest.mark.parametrize("answers", [(0.5, np.nan), (-0.1, 1.1)])
def test_what_is_no_probability_is_refused(answers):
    with pytest.raises(ValueError, match="no probabilities"):
        pictures.field_pictures(data(), (0, 1), [1], constant(*answers))


@pytest.mark.parametrize("columns", [(0, 0), (0, 3), (-1, 1)])
def test_columns_must_be_two_of_the_data(columns):
    with pytest.raises(ValueError, match="columns"):
        pictures.field_window(data(), columns)


def test_the_window_holds_every_sample():
    for sample in (data(2), data(3, 1000), Dataset(("a", "b"), ("p", "q"), [[1.0, 5.0], [2.0, 5.0]], [0, 1], False)):
        x0, x1, y0, y1 = pictures.field_window(sample, (1, 0))
        assert x0 < sample.raw[:, 1].min() <= sample.raw[:, 1].max() < x1
        assert y0 < sample.raw[:, 0].min() <= sample.raw[:, 0].max() < y1


def sharpest(classes: int):
    """A hard task for the PNGs: borders that turn with time."""

    def predict(points, epochs):
        angle = np.arange(classes) * 2 * np.pi / classes + np.asarray(epochs)[:, None] / 90
        z = 2 * (np.cos(angle)[:, None] * points[:, :1] + np.sin(angle)[:, None] * points[:, 1:2])
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return np.broadcast_to(e / e.sum(axis=-1, keepdims=True), (2, *e.shape))

    return predict


@pytest.mark.parametrize("classes", [2, 3])
def test_the_pictures_of_a_race_are_small(classes):
    rows = pictures.field_pictures(data(classes), (0, 1), pictures.field_epochs(600), sharpest(classes))
    assert rows.url.str.len().sum() < 250_000


def test_all_of_few_samples_are_drawn_and_600_of_many():
    few, many = data(3, 90), data(3, 3000)
    assert len(charts.points_frame(few, (0, 1))) == 90
    drawn = charts.points_frame(many, (0, 1))
    assert len(drawn) == 600
    assert drawn.name.value_counts().to_dict() == {"class 0": 200, "class 1": 200, "class 2": 200}
    raw = {(x, y) for x, y in many.raw[:, :2].tolist()}
    assert all((x, y) in raw for x, y in zip(drawn.x, drawn.y, strict=True))
    assert len(set(zip(drawn.x, drawn.y, strict=True))) == 600


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_classes_are_told_by_shape_as_well_as_colour(classes):
    sample = data(classes, 100)
    looks = charts.points_frame(sample, (0, 1)).drop_duplicates("name")
    assert len(looks) == looks["shape"].nunique() == looks["fill"].nunique() == classes
    assert looks["fill"].tolist()[0] == "#440154"
    assert looks.set_index("name").edge[["class 0", f"class {classes - 1}"]].tolist() == ["#FFFFFF", charts.DARK]
    legend = charts.class_legend(sample).set_index("name")
    for name, own in looks.set_index("name").iterrows():
        assert legend.loc[name, ["fill", "edge", "shape"]].tolist() == own[["fill", "edge", "shape"]].tolist()


@pytest.mark.parametrize(("classes", "shown", "lines"), [(2, 2, 1), (4, 4, 1), (5, 5, 2), (10, 10, 3), (20, 10, 3)])
def test_the_legend_has_a_place_for_each_name(classes, shown, lines):
    legend = charts.class_legend(data(classes, 100))
    assert len(set(zip(legend.place, legend.line, strict=True))) == len(legend) == shown
    assert set(legend.line) == set(range(lines))
    assert (legend.place + legend.share <= 1.0).all()
    assert legend.name[0] == "class 0"
    assert legend.line[0] == lines - 1  # the first name is at the top


def test_the_specification_knows_neither_numbers_nor_class_names():
    frames = [alt.NamedData(name) for name in ("pictures", "points", "legend")]
    spec = charts.field_chart(*frames, "Cross-entropy", WORDS).to_dict()
    assert "datasets" not in spec
    assert {layer["data"]["name"] for layer in spec["layer"]} == {"pictures", "points", "legend"}
    assert [parameter["name"] for parameter in spec["params"]] == ["epoch"]
    assert spec["layer"][0]["encoding"]["x"]["axis"]["title"] == "petal"
