"""The reader's own table in the race: real files run after two clicks at most, and columns can be chosen."""

from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "data" / "reading" / "race"


@pytest.fixture
def upload(visit):
    def make(content, **query):
        app = visit("training_race", data="own", epochs="50", **query)
        app.file_uploader[0].upload("table.csv", content).run()
        assert not app.exception
        return app

    return make


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("german.csv", ()),
        ("hours-pass.csv", ()),
        ("iris-with-id.csv", ("Counts the rows, so left out: Id.",)),
        ("outcome-first.csv", ()),
        ("seaborn-iris.csv", ()),
        ("seaborn-penguins.csv", ("No numbers, so left out: island, sex.",)),
        ("titanic.csv", ("Counts the rows, so left out: PassengerId.", "No numbers, so left out: Name, Sex, Ticket")),
        ("wine.csv", ("Only the first eight columns",)),
        ("year-sex.csv", ("No numbers, so left out: sex.",)),
    ],
)
def test_real_tables_run_as_they_are(upload, words, name, left_out):
    app = upload((CASES / name).read_bytes())
    assert app.get("vega_lite_chart")
    assert all(said in words(app) for said in left_out)


def test_columns_can_be_chosen(upload, words):
    app = upload((CASES / "iris-with-id.csv").read_bytes())
    chosen = app.multiselect(key="training_race_inputs")
    assert chosen.options[0] == "Id (counts the rows)"
    chosen.set_value(["c2", "c4"]).run()
    assert not app.exception
    assert "inputs=c2,c4" in app.session_state["link_state"].link.replace("%2C", ",")


def test_chosen_columns_come_with_a_link(visit, words):
    table = "id,a,b,kind\n" + "\n".join(f"{n},{n % 3},{n * n % 5},{'xy'[n % 2]}" for n in range(9))
    app = visit("training_race", data="own", epochs="50", csv=table, inputs="c1,c3,c99")
    assert not app.exception
    assert app.multiselect(key="training_race_inputs").value == ["c1", "c3"]
    assert "Counts the rows" not in words(app)
