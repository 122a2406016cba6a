"""Every language says everything, with the same placeholders, and nothing is said that nobody asks for."""

import math
import re
from collections import Counter
from pathlib import Path

import pytest

from core.app.frame import catalogue
from core.app.wording.glossary import explained, marked
from core.app.wording.language import LANGUAGES, TEXTS, Texts, colour_formula, load, placeholders, preferred_language

TOPICS = sorted(path.stem for path in (TEXTS / "en").glob("*.toml"))
OTHERS = sorted(set(LANGUAGES) - {"en"})
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_files(language):
    assert sorted(path.stem for path in (TEXTS / language).glob("*.toml")) == TOPICS


NUMBER = re.compile(r"[−-]?\d+(?:[.,]\d+)*")
# "One", "zero" or "two" stands as a word in one of the languages, and a formula is named once more in the other.
IN_WORDS = {
    "kl_divergence/instead.last",
    "kl_divergence/formulas.intro",
    "kl_divergence/formulas.careful_printed",
    "kl_divergence/infinity.because_finite",
    "kl_divergence/near.no_curvature",
    "likelihood/example.not_one",
    "likelihood/faces.unreadable.not_whole",
    "likelihood/noise.note.bernoulli",
    "training_race/data.iris2",
    "training_race/data.iris3",
    "training_race/law.large",
}


def numbers(words: str) -> Counter[str]:
    """The numbers that stand in a text as digits, with their signs; formulas and places stay out."""
    prose = re.sub(r"\$[^$]*\$|\[\[\w+\]\]|\[\[\w+\|", "", words)
    return Counter(found.replace(",", "").replace("−", "-") for found in NUMBER.findall(prose))


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_numbers(topic, language):
    english, other = load(topic, "en"), load(topic, language)
    differ = {f"{topic}/{key}": (numbers(english[key]), numbers(other[key])) for key in english}
    assert {key: pair for key, pair in differ.items() if pair[0] != pair[1] and key not in IN_WORDS} == {}


# −ln 0.10 = 2.30, ln 2 = 0.693, 0.5 · 0.2 = 0.10
CALCULATION = re.compile(r"(−?)(ln )?([\d.]+|[⅓½])(?: · ([\d.]+))? = (?:ln \d+ = )?(?:\*\*)?([\d.]+\d)")
FRACTIONS = {"⅓": 1 / 3, "½": 1 / 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calculation_in_a_sentence_comes_out(language):
    found = 0
    for topic in TOPICS:
        for key, words in load(topic, language).items():
            for minus, logarithm, one, other, result in CALCULATION.findall(words):
                value = (FRACTIONS.get(one) or float(one)) * float(other or 1)
                value = (math.log(value) if logarithm else value) * (-1 if minus else 1)
                digits = len(result.partition(".")[2])
                assert f"{value:.{digits}f}" == result, (topic, key)
                found += 1
    assert found >= 5


@pytest.mark.parametrize("topic", TOPICS)
def test_apostrophes_are_curly(topic):
    for key, words in load(topic, "en").items():
        assert not re.search(r"\w'(?:s\b|\s)", re.sub(r"\$[^$]*\$|`[^`]*`", "", words)), key
        assert not re.search("[\x80-\x9f]", words), f"{key} was read in another encoding than it was written in"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_marked_term_has_a_definition(language):
    for topic in TOPICS:
        for key, words in load(topic, language).items():
            terms = marked(words)
            assert len(terms) == len(set(terms)), f"{key} marks a term twice"
            assert set(terms) == set(marked(load(topic, "en")[key])), key
            assert "[[" not in re.sub(r"\[\[\w+\]\]", "", explained(words, language)), key


def test_a_code_span_marks_no_term():
    from_outside = "`[[x|y]]` and `[[kl|<b>z</b>]]`"
    assert marked(from_outside) == []
    assert explained(from_outside, "en") == from_outside


def test_every_page_has_texts():
    assert {"frame", "home", "formulas", "training_race", "likelihood", "kl_divergence"} <= set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", OTHERS)
def test_same_keys_and_placeholders(topic, language):
    english, other = load(topic, "en"), load(topic, language)
    assert set(english) ^ set(other) == set()
    for key in english:
        assert placeholders(english[key]) == placeholders(other[key]), key


@pytest.mark.parametrize("topic", TOPICS)
def test_chinese_is_chinese_and_english_is_not(topic):
    han = re.compile(r"[\u4e00-\u9fff]")
    for key, words in load(topic, "en").items():
        assert not han.search(words), key
    prose = [
        words
        for words in load(topic, "zh").values()
        if re.search(r"[A-Za-z]{4,}", re.sub(r"\\\w+|\$.*?\$|\[\[\w+\]\]|&\w+;", "", words))
    ]
    assert all(han.search(words) for words in prose), [words for words in prose if not han.search(words)]


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_dollars_and_braces_pair_up(topic, language):
    for key, words in load(topic, language).items():
        assert words.count("$") % 2 == 0, key
        assert words.count("{") == words.count("}"), key
        assert words.strip(), key


def test_the_glossary_is_kept():
    # Where the wrong word is named, to say that it is wrong.
    named = {"errata.e13", "derivation.careful_name"}
    everything = "\n".join(words for topic in TOPICS for key, words in load(topic, "zh").items() if key not in named)
    assert "均方差" not in everything.replace("均方误差", "")


# The keys of the scenes begin with a scene's name; tests/app/test_scenes.py compares them one by one.
@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic not in ("scenes", "glossary")])
def test_no_text_stands_unused(topic):
    source = "\n".join(path.read_text() for folder in ("core", "pages") for path in (ROOT / folder).rglob("*.py"))
    # Keys put together while running, such as f"section.{name}", and those of a control's options, such as
    # "starts.{}", are known by the part before the brace.
    literal = set(re.findall(r"""["']([\w.]+)["']""", source))
    built = set(re.findall(r"""["']([\w.]*)\{""", source)) - {""}
    sections = catalogue.TOPICS[topic].sections if topic in catalogue.TOPICS else ()
    said = ("name", "question", "claim", "onward")
    of_sections = {f"{section}.section.{word}" for section in sections for word in said}
    unused = [
        key
        for key in load(topic, "en")
        if key not in literal and key not in of_sections and not any(key.startswith(start) for start in built)
    ]
    assert unused == []


def test_texts_fill_placeholders_and_colour_formulas():
    text = Texts("formulas", "en")
    filled = text("numbers", ce="1", se="2", slope_ce="3", slope_se="4", factor="5", units="nats", log=r"\ln")
    assert "[[" not in filled
    assert r"\textcolor{#007FC7}{" in filled
    with pytest.raises(KeyError):
        text("numbers")
    with pytest.raises(KeyError):
        text("no.such.key")


def test_colour_macros():
    assert colour_formula(r"\truth{y} + \slope{\sigma'}") == r"\textcolor{#008A64}{y} + \textcolor{#6B7C8A}{\sigma'}"


@pytest.mark.parametrize(
    ("locale", "language"), [("zh-CN", "zh"), ("zh_TW", "zh"), ("en-GB", "en"), ("de", "en"), (None, "en")]
)
def test_the_browsers_language(locale, language):
    assert preferred_language(locale) == language
