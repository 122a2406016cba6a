"""A room in real browsers: the code in the hall, phones that follow the stage, bars that sum to 1 under a thumb."""

import io
import re
from collections.abc import Callable, Iterator
from random import Random

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from core.simulation.room import FLOOR, WHOLE, are_shares, equal, give_way

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
ALL_FITS = """() => {
  const kinds = 'button, input, .track, h1, p, b, small'
  const shown = [...document.querySelectorAll(kinds)].filter(e => e.checkVisibility())
  const box = (e) => e.getBoundingClientRect()
  const wide = shown.filter(e => box(e).left < 0 || box(e).right > innerWidth + 0.5)
  const cut = shown.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline'
    && !e.matches('.track'))
  const small = shown.filter(e => e.matches('button, .track') && box(e).height < 40)
  return [...wide, ...cut, ...small].map(e => e.outerHTML.slice(0, 80))
}"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A maker of phones at an address, each of its own; what goes wrong on one ends the test."""
    contexts, troubles = [], []

    def make(address: str, scheme: str = "light", **options: object) -> Page:
        size = {"width": 390, "height": 844}
        context = chromium.new_context(viewport=size, has_touch=True, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
        page.goto(address)
        return page

    yield make
    for context in contexts:
        context.close()
    assert troubles == []


def open_room(stage) -> str:
    """Open a room by its key; the address in its code."""
    stage.page.locator("html[data-stage=ready]").wait_for(state="attached")
    stage.page.keyboard.press("v")
    picture = stage.page.locator(".st-key-room_code img")
    picture.wait_for()
    stage.still()
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    stage.page.keyboard.press("Escape")
    picture.wait_for(state="detached")
    return found[0].text


def pull(page: Page, place: int, part: float) -> None:
    """Drag a bar to a part of its width."""
    box = page.locator(".track").nth(place).bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * part, box["y"] + 20, steps=5)
    page.mouse.up()


def shares(page: Page) -> list[int]:
    return page.evaluate("answer")


def test_a_hall_answers_and_follows_the_stage(visit, phone, app):
    stage = visit("?scene=surprise&talk=1&lang=en")
    address = open_room(stage)
    assert re.fullmatch(rf"{re.escape(app)}/\?room=[A-Z0-9]{{5}}", address)
    one = phone(address, locale="en-US")
    expect(one.locator("h1")).to_contain_text("A model gave a probability of 0.10")
    assert shares(one) == list(equal(4))
    expect(one.locator("#send")).to_have_text("Send my answer")
    pull(one, 2, 0.7)
    assert shares(one) == [120, 120, 840, 120]
    one.locator("#send").click()
    expect(one.locator("#send")).to_have_text("Sent ✓")
    line = stage.page.locator(".st-key-stage")
    expect(line).to_contain_text("1 of 1 phones")
    # One who looks and sends nothing has not answered.
    other = phone(address, locale="zh-CN", scheme="dark")
    expect(other.locator("h1")).to_contain_text("一件事发生了")
    expect(line).to_contain_text("1 of 2 phones")
    one.locator(".sure").first.click()
    assert shares(one) == [1164, 12, 12, 12]
    one.locator("#send").click()
    expect(one.locator("#send")).to_have_text("Sent ✓")

    # A second round begins with the first answer, and has to be sent.
    stage.page.keyboard.press("a")
    expect(line).to_contain_text("second round")
    expect(one.locator("#note")).to_contain_text("Second round")
    assert shares(one) == [1164, 12, 12, 12]
    expect(line).to_contain_text("0 of 2 phones")

    stage.page.keyboard.press("PageDown")
    expect(one.locator("#note")).to_contain_text("No more answers")
    expect(one.locator("#send")).to_be_hidden()
    stage.page.keyboard.press("PageDown")
    expect(one.locator("#result")).to_contain_text("−ln 0.01 = 4.61 nats")
    expect(one.locator("#score")).to_have_text("Σ 4.61")
    expect(other.locator("#result")).to_contain_text("你没有提交答案")
    expect(line).to_contain_text("The room’s mean forecast: 4.61 nats")
    # The same phone after a reload.
    one.reload()
    expect(one.locator("#score")).to_have_text("Σ 4.61")
    stage.page.keyboard.press("PageDown")
    expect(one.locator("h1")).to_contain_text("Two things happened")
    expect(one.locator("#send")).to_be_enabled()
    stage.check()


def test_numbers_are_typed_or_slid(visit, phone):
    stage = visit("?scene=wrong_start&talk=1&lang=en")
    page = phone(open_room(stage), locale="en-US")
    expect(page.locator("#value")).to_be_visible()
    expect(page.locator("#send")).to_be_disabled()  # the slider's beginning is no answer
    for typed, allowed in (("0", False), ("40", True), ("1e9", False), ("abc", False), ("12,5", True)):
        page.locator("#value").fill(typed)
        (expect(page.locator("#send")).to_be_enabled if allowed else expect(page.locator("#send")).to_be_disabled)()
    page.locator("#slide").evaluate("e => { e.value = 1000; e.dispatchEvent(new Event('input')) }")
    assert shares(page) == 1000
    page.locator("#value").fill("40")
    page.locator("#value").press("Enter")
    expect(page.locator("#send")).to_have_text("Sent ✓")
    expect(stage.page.locator(".st-key-stage")).to_contain_text("1 of 1 phones")


@pytest.mark.parametrize(("scheme", "locale"), [("light", "en-US"), ("dark", "zh-CN")])
def test_the_phone_can_be_read_and_touched(visit, phone, scheme, locale):
    stage = visit("?scene=plateau&talk=1")
    page = phone(open_room(stage), scheme=scheme, locale=locale)
    page.locator(".track").first.wait_for()
    for width, height in ((390, 844), (320, 568), (844, 390)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(ALL_FITS) == []
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], node["html"]) for each in found for node in each["nodes"]] == []
    # By keys and by a screen reader's slider as well.
    page.locator(".track").nth(1).press("PageUp")
    assert are_shares(shares(page), 3)
    assert page.locator(".track").nth(1).get_attribute("aria-valuetext") == f"{shares(page)[1] / 12:g} %"
    page.locator("#language").click()
    expect(page.locator("#send")).to_have_text("提交答案" if locale == "en-US" else "Send my answer")


def test_bars_give_way_in_the_browser_as_on_the_server(phone, app):
    page, chance, cases = phone(f"{app}/?room"), Random(7), []
    expect(page.locator("#letters")).to_be_visible()
    for _ in range(4000):
        row = list(equal(chance.choice((2, 3, 4))))
        for _ in range(chance.randint(0, 3)):
            row = list(give_way(row, chance.randrange(len(row)), chance.randint(0, WHOLE)))
        cases.append((row, chance.randrange(len(row)), chance.choice((0, FLOOR, WHOLE, chance.randint(-50, 1300)))))
    found = page.evaluate("cases => cases.map(([row, place, share]) => giveWay(row, place, share))", cases)
    assert found == [list(give_way(*case)) for case in cases]


def test_a_hidden_tab_asks_nothing(visit, phone):
    stage = visit("?scene=surprise&talk=1&lang=en")
    page = phone(open_room(stage))
    page.locator(".track").first.wait_for()
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.evaluate("clearTimeout(timer)")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("look()")
    assert asked == []
    page.evaluate("delete document.hidden")
    with page.expect_request("**/room/**"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_who_types_the_letters_gets_in_and_a_wrong_code_is_said(visit, phone, app):
    stage = visit("?scene=surprise&talk=1&lang=en")
    code = open_room(stage).partition("=")[2]
    page = phone(f"{app}/?room=AAAAA", locale="en-US")
    expect(page.locator("#trouble")).to_contain_text("no room with these characters")
    page.locator("#letters").fill(code.lower())
    page.locator("#letters").press("Enter")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#trouble")).to_be_hidden()
    assert page.url.endswith(f"?room={code}")


def test_where_the_routes_are_not_passed_on_the_app_itself_asks(visit, phone, chromium):
    stage = visit("?scene=surprise&talk=1&lang=en")
    address = open_room(stage)
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    # As a host answers that knows nothing but Streamlit: with its page.
    page.route("**/room/**", lambda route: route.fulfill(status=200, content_type="text/html", body="<!doctype html>"))
    page.goto(address)
    expect(page.locator("h3")).to_contain_text("A model gave a probability of 0.10", timeout=60_000)
    page.get_by_role("button", name="Almost sure").nth(2).click()
    expect(page.get_by_role("slider").nth(2)).to_have_value("97")
    page.get_by_role("button", name="Send my answer").click()
    expect(stage.page.locator(".st-key-stage")).to_contain_text("1 of 1 phones")
    stage.page.keyboard.press("PageDown")
    expect(stage.page.locator("[data-testid=stMain]")).to_contain_text("What the hall thinks")
    stage.page.keyboard.press("PageDown")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("You gave it 97 %", timeout=30_000)
    context.close()
