"""One bell to two on the page: which end it is, the closed form beside the fit, and links that do not fit."""

import re

import pytest


def section(visit, **arguments: str):
    return visit("kl_divergence", section="bell", **arguments)


@pytest.mark.parametrize(("mean", "end"), [("-3", "the left bell"), ("3", "the right bell")])
def test_reverse_kl_ends_on_the_bell_it_starts_at(visit, words, mean, end):
    assert f"**{end}**" in words(section(visit, bm=mean, bs="0.7"))


def test_forward_kl_has_the_moments(visit, words):
    said = words(section(visit, bd="2", bl="1", br="1", bw="0.5"))
    row = next(line for line in said.splitlines() if line.startswith("| $") and "#007FC7" in line)
    mean, width = re.findall(r"\| (−?[\d.]+) (?=\|)", row)[:2]
    assert float(mean.replace("−", "-")) == pytest.approx(0.0, abs=0.005)
    assert float(width) == pytest.approx(5**0.5, abs=0.005)  # s² = 1 + 2²


def test_it_speaks_chinese(visit, words):
    assert re.search("[\u4e00-\u9fff]{4,}", words(section(visit, lang="zh")))


@pytest.mark.parametrize(
    "arguments",
    [
        {"bd": "0"},
        {"bd": "1e400", "bl": "nan", "br": "-1", "bw": "1"},
        {"bm": "<b>", "bs": "0"},
        {"bd": "4", "bl": "0.6", "br": "2", "bw": "0.05", "bm": "0", "bs": "4"},
    ],
)
def test_no_link_breaks_it(visit, arguments):
    app = section(visit, **arguments)
    assert not app.exception
    assert all(chart.proto.alt for chart in app.get("vega_lite_chart"))
