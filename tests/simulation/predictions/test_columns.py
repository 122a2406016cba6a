"""Which column is what: guesses by name and by value, and classes matched with labels."""

import pytest

from core.simulation.predictions.columns import (
    NoRolesError,
    guess_first,
    guess_kind,
    guess_label,
    guess_second,
    matched,
    seconds,
)
from core.simulation.predictions.groups import class_numbers, groups, label_counts, matching
from core.simulation.predictions.reading import read_sheet


def roles(text):
    """Label, first model, its kind, and second model, all by their names."""
    sheet = read_sheet(text.encode())
    label = guess_label(sheet)
    among = groups(sheet, label)
    first = guess_first(sheet, label, among)
    second = guess_second(sheet, seconds(among, first))
    names = [[sheet.names[place] for place in group.places] if group else None for group in (first, second)]
    return sheet.names[label], names[0], guess_kind(sheet, first), names[1]


P, Z = "probabilities", "logits"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("y,a\n1,0.9\n0,0.2", ("y", ["a"], P, None)),
        ("a,y\n0.9,1\n0.2,0", ("y", ["a"], P, None)),
        ("id,y,z\n1,1,2.5\n2,0,-1\n3,1,0.3", ("y", ["z"], Z, None)),
        ("y,logit\n1,0.5\n0,0.25", ("y", ["logit"], Z, None)),
        ("y,prob\n1,0.9\n0,1.2", ("y", ["prob"], P, None)),
        ("y,score\n1,0.9\n0,-3", ("y", ["score"], Z, None)),
        ("标签,预测\n1,0.9\n0,0.2", ("标签", ["预测"], P, None)),
        ("y,a,b\n1,0.9,0.7\n0,0.2,0.1", ("y", ["a"], P, ["b"])),
        ("y,a,a2\n1,0.9,0.7\n0,0.2,0.1", ("y", ["a"], P, ["a2"])),
        ("y,b,a\n1,0.9,0.7\n0,0.2,0.1", ("y", ["a"], P, ["b"])),
        ("target,pred,pred_b\n1,0.9,0.7\n0,0.2,0.1", ("target", ["pred"], P, ["pred_b"])),
        ("y,model_1,model_2,model_3\n1,0.9,0.7,0.8\n0,0.2,0.1,0.3", ("y", ["model_1"], P, ["model_2"])),
        ("y,a,age\n1,0.9,51\n0,0.2,42", ("y", ["a"], P, None)),
        ("weight,outcome,x\n0.31,1,0.9\n0.22,0,0.2", ("outcome", ["weight"], P, None)),
        ("y,p_0,p_1\n1,0.1,0.9\n0,0.8,0.2", ("y", ["p_0", "p_1"], P, None)),
        ("kind,p_cat,p_dog\ncat,0.9,0.1\ndog,0.2,0.8\ncat,1,0", ("kind", ["p_cat", "p_dog"], P, None)),
        (
            "kind,cat,dog,cow\ncat,2,1,0\ndog,0,3,1\ncow,4,0,0\ncat,1,1,2\ndog,0,5,1\ncow,0,0,1",
            ("kind", ["cat", "dog", "cow"], Z, None),
        ),
        ("label,0,1,2\n2,.2,.2,.6\n0,1,0,0\n1,0,1,0", ("label", ["0", "1", "2"], P, None)),
        ("label,p1,p2,p3\n3,.2,.2,.6\n1,1,0,0\n2,0,1,0", ("label", ["p1", "p2", "p3"], P, None)),
        (
            "label,cat_a,dog_a,cow_a,cow_b,dog_b,cat_b\ncow,1,2,3,0,0,1\ndog,4,5,6,1,1,1\ncat,0,0,7,2,2,2",
            ("label", ["cat_a", "dog_a", "cow_a"], Z, ["cow_b", "dog_b", "cat_b"]),
        ),
        ("k,p_Iris-a,p_Iris-b\nIris-a,1,0\nIris-b,0,1\nIris-a,1,0", ("k", ["p_Iris-a", "p_Iris-b"], P, None)),
        ("k,p_u,p_v,p_w\nu,1,0,0\nv,0,1,0\nv,0,0,1\nu,0,0,1", ("k", ["p_u", "p_v", "p_w"], P, None)),
        ("truth,width,p,height\nyes,3,0.7,4\nno,5,0.2,9\nyes,1,0.8,2", ("truth", ["p"], P, None)),
    ],
)
def test_guesses(text, found):
    assert roles(text) == found


@pytest.mark.parametrize(("text", "reason"), [("u,v\n1.5,2.5\n0.5,3", "no_label"), ("y,n\n1,x\n0,z", "no_prediction")])
def test_where_there_is_nothing_to_guess(text, reason):
    with pytest.raises(NoRolesError, match=reason):
        roles(text)


def test_a_model_is_never_the_label_and_a_second_one_never_the_first():
    sheet = read_sheet(b"y,a,b\n1,0.9,0.7\n0,0.2,0.1\n")
    for label in range(3):
        among = groups(sheet, label)
        assert all(label not in group.places for group in among)
        for first in among:
            assert all(not set(group.places) & set(first.places) for group in seconds(among, first))


def test_groups_have_short_names_for_a_link():
    sheet = read_sheet(b"k,p_u,p_v,u_x,q_u,q_v\nu,.5,.5,1,.5,.5\nv,.5,.5,1,.5,.5\n")
    assert [group.name for group in groups(sheet, 0)][:2] == ["c2-c3", "c5-c6"]
    assert [group.title for group in groups(sheet, 0)][:2] == ["p", "q"]


@pytest.mark.parametrize(
    ("counts", "classes", "way", "share"),
    [
        ({"Cat": 2, "dog": 1}, ("cat", "dog", "cow"), "name", 1.0),
        ({"0": 1, "2": 1}, ("u", "v", "w"), "from_0", 1.0),
        ({"1": 1, "3": 1}, ("u", "v", "w"), "from_1", 1.0),
        ({"1": 1, "3": 1}, ("1", "2", "3"), "name", 1.0),
        ({"1": 5, "3": 4, "7": 1}, ("u", "v", "w"), "from_1", 0.9),
        ({"u": 1}, ("U", "u"), "name", 0.0),
    ],
)
def test_ways_to_match(counts, classes, way, share):
    found = matching(counts, classes)
    assert (found.way, found.share) == (way, share)


def test_class_numbers_of_words_and_numbers():
    sheet = read_sheet(b"k,p_0,p_b\n0,.5,.5\nb,.5,.5\n1,.5,.5\n0.0,.5,.5\n,.5,.5\n")
    group = groups(sheet, 0)[0]
    assert group.classes == ("0", "b")
    assert label_counts(sheet.columns[0]) == {"0": 2, "1": 1, "b": 1}
    assert class_numbers(sheet.columns[0], matched(sheet, 0, group)).tolist() == [0, 1, -1, 0, -1]
