"""What the stage shows of a room's answers: the distribution, the scores, the curve, and what can be carried away."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from core.app.drawing import Place, draw, within
from core.app.room.opened import FIRST, SECOND, Answers, OpenedRoom
from core.app.room.question import Question, turn
from core.app.wording.figures import plain, whole_percent
from core.app.wording.language import Texts
from core.charts import room as charts
from core.simulation.room import WHOLE, Score, crowd, equal, forecast, nats, paired_gain, score

MOST_OPTIONS: Final = 4
WIDE: Final = 50.0  # a scale whose end is so many times its beginning goes by factors


def distribution(room: OpenedRoom, question: Question, names: Sequence[str], unit: str, text: Texts) -> None:
    """What the hall has answered in the round of the moment: the mean, and the members around it."""
    answers = list(room.answers().get(question.turn, {}).values())
    if not answers:
        st.markdown(f"**{text('stage.nobody')}**")
        return
    said = text("stage.shown", answered=len(answers))
    st.markdown(f"**{said}**" + (f" · {text('stage.round')}" if question.round > FIRST else ""))
    scale = question.scale
    if scale is None:
        mean = forecast(answers)
        members = [[share / WHOLE for share in row] for row in answers]
        said = "; ".join(f"{name}: {whole_percent(p)}" for name, p in zip(names, mean, strict=True))
        draw(
            charts.forecast_chart,
            charts.forecast_rows(names, mean),
            charts.member_rows(members),
            len(names),
            {"share": text("stage.share")},
            alt=text("stage.distribution_alt", means=said),
            key="room_forecast",
        )
        return
    average = sum(answers) / len(answers)
    said = f"{text('stage.mean')}: {plain(average, scale.decimals)} {unit}".strip()
    is_wide = scale.low > 0 and scale.high / scale.low >= WIDE
    draw(
        charts.number_chart,
        charts.number_rows(answers, scale.low, scale.high, is_wide),
        charts.mark_rows(average, said),
        scale.low,
        scale.high,
        is_wide,
        {
            "number": f"{text('stage.number')} ({unit})" if unit else text("stage.number"),
            "people": text("stage.people"),
        },
        alt=text("stage.distribution_alt", means=said),
        key="room_numbers",
    )


def verdict(room: OpenedRoom, question: Question, text: Texts) -> str:
    """What the room's answers cost, once the right one is known; "" where nobody has answered."""
    answers = room.answers()
    first, second = (answers.get(turn(question.scene, round), {}) for round in (FIRST, SECOND))
    if not first or question.right is None:
        return ""
    if question.scale:
        digits = question.scale.decimals + 1
        found = crowd(list(first.values()), question.right)
        values = {"mean": found.mean, "error": found.squared_error, "all": found.mean_squared_error}
        values["variance"] = found.variance
        return text("stage.crowd", **{name: plain(value, digits) for name, value in values.items()})
    right = _right(question)
    cost = score(list(first.values()), right)
    said = {"room": plain(cost.room, 2), "members": plain(cost.members, 2), "best": plain(cost.best, 2)}
    sentence = text("stage.score", **said, beaten=whole_percent(cost.beaten))
    if gain := paired_gain(first, second, right):
        key = "gain" if gain[0] >= 0 else "loss"
        sentence += " " + text(f"stage.{key}", gain=plain(abs(gain[0]), 2), phones=gain[1])
    return sentence


def ending(room: OpenedRoom, line: Sequence[Question], text: Texts) -> str | None:
    """The end of a storyline, all revealed: the room's totals, curve and answers; None where nothing has been scored.

    The text is the table for Your predictions, if that is wanted.
    """
    answers = room.answers()
    scores: dict[int, Score] = {}  # place -> that of the first round, where the room was asked and has answered
    for place, asked in enumerate(line, 1):
        first = answers.get(turn(asked.scene, FIRST))
        if first and asked.scene in room.rights:
            scores[place] = score(list(first.values()), _right(asked))
    if not scores:
        return None
    costs = {place: (found.room, found.members) for place, found in scores.items()}
    of_room, of_members = (plain(sum(each) / len(costs), 2) for each in zip(*costs.values(), strict=True))
    st.markdown(text("stage.totals", questions=len(scores), room=of_room, members=of_members))
    names = (text("stage.room"), text("stage.members"))
    said = (f"{place}: {plain(a, 2)}, {plain(b, 2)}" for place, (a, b) in costs.items())
    with st.container(key="room_end"), within(Place(fills=True)):
        draw(
            charts.cost_chart,
            charts.cost_rows(costs, names),
            len(line),
            {"question": text("stage.axis_question"), "cost": text("stage.axis_cost")},
            alt=text("stage.curve_alt", costs="; ".join(said)),
            key="room_curve",
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            text("stage.csv"),
            all_answers(line, answers, room),
            f"room_{room.code}.csv",
            "text/csv",
            key="room_csv",
            on_click="ignore",
            icon=":material/download:",
        )
        is_wanted = st.button(text("stage.predictions"), key="room_predictions", icon=":material/fact_check:")
        st.caption(text("stage.eight", questions=len(scores)), width="stretch")
    return table_of_questions(line, scores) if is_wanted else ""


def _right(question: Question) -> int:
    """The place of the right option, of a question that is revealed."""
    return int(question.right or 0)


def all_answers(line: Sequence[Question], answers: Mapping[str, Answers], room: OpenedRoom) -> str:
    """A row for each answer: question, round, phone, its probabilities or its number, the right one, its cost."""
    columns = [f"p_{place}" for place in range(1, MOST_OPTIONS + 1)]
    rows: list[Sequence[Any]] = [["question", "round", "phone", *columns, "number", "right", "nats"]]
    for asked in line:
        for round in (FIRST, SECOND):
            for phone, answer in sorted(
                answers.get(turn(asked.scene, round), {}).items(), key=lambda item: int(item[0])
            ):
                head = [asked.scene, round, phone]
                if not asked.options:
                    rows.append([*head, *[""] * MOST_OPTIONS, answer, asked.right or 0.0, ""])
                    continue
                shares = [f"{share / WHOLE:.6f}" for share in answer]
                is_known = asked.scene in room.rights
                right, cost = (_right(asked) + 1, f"{nats(answer, _right(asked)):.6f}") if is_known else ("", "")
                rows.append([*head, *shares, *[""] * (MOST_OPTIONS - len(shares)), "", right, cost])
    return _csv(rows)


def table_of_questions(line: Sequence[Question], scores: Mapping[int, Score]) -> str:
    """A row for each question, so that it counts once however many answered it: the room beside equal bars."""
    most = max(len(found.forecast) for found in scores.values())
    models = ("room", "equal")
    rows: list[Sequence[Any]] = [["right", *(f"{model}_{place}" for model in models for place in range(1, most + 1))]]
    for place, found in scores.items():
        options = len(found.forecast)
        alike = [share / WHOLE for share in equal(options)]
        missing = [0.0] * (most - options)
        rows.append([_right(line[place - 1]) + 1, *found.forecast, *missing, *alike, *missing])
    return _csv(rows)


def _csv(rows: Sequence[Sequence[Any]]) -> str:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerows(rows)
    return sink.getvalue()
