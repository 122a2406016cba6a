"""Which columns belong together as one model or one truth: a column for each class."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import hard
from core.data.reading.sheet import Sheet
from core.maths.checks import FloatArray

Places = tuple[int, ...]

_WIDEST_SEARCH: Final = 64  # columns without a common name that are tried for sums of 1
_SUM_NEAR: Final = 0.02
EVERY: Final = 0.999
# A class's name after or before what its columns share: p_setosa, setosa_b, p0, confidence(Yes), P (class=x).
_AFFIXES: Final = (
    re.compile(r"(?P<shared>.*?[(\[{](?:[^()=]*=)?)\s*(?P<own>[^()\[\]{}=]+?)\s*[)\]}]"),
    re.compile(r"(?P<shared>.*[\s_.:/\-=])(?P<own>[^\s_.:/\-=]+)"),
    re.compile(r"(?P<shared>[^\s_.:/\-]+[\s_.:/\-])(?P<own>.+)"),
    re.compile(r"(?P<own>[^\s_.:/\-]+)(?P<shared>[\s_.:/\-].*)"),
    re.compile(r"(?P<shared>.*[\s_.:/=])(?P<own>-\d+)"),
    re.compile(r"(?P<shared>.*\D)(?P<own>\d+)"),
    re.compile(r"(?P<shared>)(?P<own>-?\d+)"),
)


@dataclass(frozen=True, slots=True)
class Family:
    """Columns that are one thing: a single one for two classes, or one for each class, with the classes' names."""

    places: Places
    title: str  # the column's name, or what the names of all share
    classes: tuple[str, ...] = ()
    why: str = "named"

    @property
    def name(self) -> str:
        """What names it in a link: c3, or c3-c5."""
        first, last = self.places[0], self.places[-1]
        if len(self.places) == 1:
            return f"c{first + 1}"
        even = self.places == tuple(range(first, last + 1))
        return f"c{first + 1}-c{last + 1}" if even else ".".join(f"c{place + 1}" for place in self.places)


def splits(name: str, labels: Iterable[str] = ()) -> Iterator[tuple[int, str, str]]:
    """The ways to see a class's own name in a column's: which way, what is shared, and what is the class's."""
    yield from _affixes(name)
    folded = name.casefold()
    for label in labels:  # Iris-setosa has in it what parts names elsewhere
        if re.fullmatch(r"-?\d+", label) or len(folded) != len(name):
            continue
        cut, apart = len(name) - len(label), len(label) > 2  # prob ends with b, but is no b's
        if folded.endswith(label.casefold()) and (apart or not name[:cut][-1:].isalnum()):
            yield len(_AFFIXES), name[:cut], name[cut:]
        elif folded.startswith(label.casefold()) and (apart or not name[len(label) :][:1].isalnum()):
            yield len(_AFFIXES) + 1, name[len(label) :], name[: len(label)]


@lru_cache(maxsize=4096)
def _affixes(name: str) -> tuple[tuple[int, str, str], ...]:
    found = ((way, form.fullmatch(name)) for way, form in enumerate(_AFFIXES))
    return tuple((way, parts["shared"], parts["own"]) for way, parts in found if parts)


def asked_family(sheet: Sheet, places: Places, labels: Iterable[str] = ()) -> Family:
    """The family of columns that a reader has named; its classes are what the names do not share, if they share any."""
    names = [sheet.names[place] for place in places]
    if len(names) == 1:
        return Family(places, names[0], why="asked")
    for (_, shared), members in _sharing(sheet, places, tuple(labels)).items():
        owns = tuple(members.values())
        if len(members) == len(places) == len(set(owns)):
            return Family(places, _title(shared, names), owns, "asked")
    return Family(places, _title("", names), tuple(names), "asked")


def simplex(values: FloatArray, most: float = 0.5) -> bool:
    """Whether more than so many of the first rows are parts of one whole: of 1, of 100, or by their e-powers."""
    head = values[:2000]
    head = head[~np.isnan(head).any(axis=1)]
    if not len(head):
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        ways = [(head, 1.0), (head / 100.0, 1.0), (np.exp(head), 1.0)]
        rows = [((part >= 0.0).all(axis=1) & (np.abs(part.sum(axis=1) - one) < _SUM_NEAR)).mean() for part, one in ways]
        rows[2] *= bool((head <= 0.0).all())
    return bool(max(rows) > most)


def share_of(counts: Mapping[str, int], classes: Iterable[str]) -> float:
    """The share of labels that are named as one of the classes."""
    known, total = {text.casefold() for text in classes}, sum(counts.values())
    return sum(count for text, count in counts.items() if text.casefold() in known) / total if total else 0.0


def families(sheet: Sheet, usable: Sequence[int], counts: Mapping[str, int]) -> tuple[Family, ...]:
    """The columns that are one for each class, by their names' shared part, by the labels' texts, or by their sums."""
    found: dict[Places, tuple[float, Family]] = {}
    for (_, shared), members in _sharing(sheet, usable, counts).items():
        places, owns = tuple(members), tuple(members.values())
        if len(places) < 2 or len({own.casefold() for own in owns}) < len(owns):
            continue
        share, sums = share_of(counts, owns), simplex(sheet.values(places))
        # With labels 0 and 1, model_1 and model_2 may be two models.
        ends = set(owns) == {"0", "1"} and not words.words_of(shared) & words.NAMES_MODELS
        named = share > 0.5 and (ends or not set(counts) <= {"0", "1"})
        if (sums or named) and (places not in found or share > found[places][0]):
            found[places] = share, Family(places, _title(shared, owns), owns, "sums" if sums else "named")
    free = [place for place in usable if not any(place in places for places in found)]
    for places in _summing(sheet, free, counts) if len(free) > 1 else ():
        names = tuple(sheet.names[place] for place in places)
        found[places] = share_of(counts, names), Family(places, _title("", names), names, "sums")
    kept: list[Family] = []
    for _, family in sorted(found.values(), key=lambda one: (-one[0], -len(one[1].places), one[1].places)):
        if not any(set(family.places) & set(other.places) for other in kept):
            kept.append(family)
    return tuple(sorted(kept, key=lambda family: family.places))


def _sharing(sheet: Sheet, usable: Sequence[int], labels: Iterable[str]) -> dict[tuple[int, str], dict[int, str]]:
    """The columns by what their names share, each with what is its own."""
    sharing: dict[tuple[int, str], dict[int, str]] = {}
    for place in usable:
        for way, shared, own in splits(sheet.names[place], labels):
            sharing.setdefault((way, shared), {}).setdefault(place, own)
    return sharing


def several(sheet: Sheet, usable: Sequence[int]) -> Family | None:
    """Columns of zeros and ones called the truth, beside as many others of the same endings: several labels at once."""
    groups = [(shared, members) for (_, shared), members in _sharing(sheet, usable, ()).items() if len(members) > 1]
    for shared, members in groups:
        owns = set(members.values())
        twin = any(owns == set(other.values()) and not members.keys() & other.keys() for _, other in groups)
        if twin and words.words_of(shared) & (words.TRUTH | words.TRULY) and hard(sheet.values(tuple(members))):
            names = tuple(members.values())
            return Family(tuple(members), _title(shared, names), names)
    return None


def _summing(sheet: Sheet, free: Sequence[int], counts: Mapping[str, int]) -> Iterator[Places]:
    """Columns whose rows sum to 1: all that are named as labels, or the fewest that stand together."""
    named = tuple(place for place in free if share_of(counts, [sheet.names[place]]) > 0.0)
    if len(named) > 1 and simplex(sheet.values(named)):
        yield named
        free = [place for place in free if place not in named]
    free = [place for place in free if sheet.columns[place].in_unit][:_WIDEST_SEARCH]
    rest = list[int]()
    while free:
        runs = (tuple(free[:end]) for end in range(2, len(free) + 1) if free[end - 1] - free[0] == end - 1)
        found = next((run for run in runs if _is_whole(sheet, run)), None)
        if found:
            yield found
        else:
            rest.append(free[0])
        free = free[len(found or (0,)) :]
    if len(rest) > 1 and simplex(sheet.values(rest), EVERY) and not any(sheet.columns[place].hard for place in rest):
        yield tuple(rest)


def _is_whole(sheet: Sheet, places: Places) -> bool:
    values = sheet.values(places)
    return simplex(values, EVERY) and bool((values[:2000] > 0.0).any(axis=0).all())


def _title(shared: str, classes: Sequence[str]) -> str:
    return shared.strip(" _.:/-\t([{=") or f"{classes[0]} … {classes[-1]}"
