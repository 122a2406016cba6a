"""How words stand on the screen: terms say what they mean, and Chinese names do not break inside a word."""

import pytest

# Of every label on the screen: the pairs of Chinese letters that stand on two lines.
TORN = """() => {
  const torn = [];
  for (const label of document.querySelectorAll("button p, label p, summary p, h1, h2, [data-testid=stPageLink] p")) {
    const letters = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
    for (let node; (node = letters.nextNode()); ) {
      let before = null;
      for (let at = 0; at < node.length; at++) {
        const place = document.createRange();
        place.setStart(node, at);
        place.setEnd(node, at + 1);
        const box = place.getClientRects()[0];
        const pair = node.data.slice(at - 1, at + 1);
        if (before && box && box.left < before.left && /[\\u4e00-\\u9fff]{2}/.test(pair))
          torn.push(node.data.slice(Math.max(0, at - 4), at) + "|" + node.data.slice(at, at + 4));
        before = box || before;
      }
    }
  }
  return torn;
}"""

IS_ON_TOP = """means => {
  means.scrollIntoView({block: "center"});
  const {left, right, top, bottom} = means.getBoundingClientRect();
  const corners = [[left + 4, top + 4], [right - 4, bottom - 4]];
  return corners.every(([x, y]) => means.contains(document.elementFromPoint(x, y)));
}"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["", "formulas", "training_race", "likelihood", "kl_divergence"])
def test_a_chinese_label_breaks_between_words(visit, address, width):
    opened = visit(f"{address}?lang=zh", width=width)
    opened.page.wait_for_selector("h1")
    assert opened.page.evaluate(TORN) == []
    opened.check()


@pytest.mark.parametrize(
    ("address", "name"), [("formulas", "logit"), ("kl_divergence", "nat"), ("training_race?section=law", "odds")]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_term_says_what_it_means(visit, address, name, width):
    opened = visit(address, width=width)
    term = opened.page.locator(".term").filter(has_text=name).first
    means = term.locator(".means")
    assert not means.is_visible()
    term.focus()
    opened.until(lambda: means.is_visible())
    opened.until(lambda: means.evaluate(IS_ON_TOP))
    box = means.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= opened.page.viewport_size["width"]
    opened.check()
