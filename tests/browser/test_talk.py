"""A talk: keys from anywhere, scenes by link and by remote, large type, codes for the hall, a document to print."""

import io
import re
import shutil
import subprocess
import sys
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import zxingcpp
from PIL import Image

from core.app.talk.scene import Options
from core.app.talk.scenes import SCENES, STORYLINES
from core.app.talk.stage import truth
from core.app.wording.language import Texts
from tests.browser.geometry import faults

WINDOWS = ((1920, 1080), (1024, 768), (853, 480), (1280, 720))  # the third is the last one at 150 %

# Notes every change of what one sees of a scene, frame by frame: its claim, and which pictures there are.
FILM = r"""() => {
  const isSeen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const look = () => {
    const pictures = [...document.querySelectorAll('.st-key-picture [role=graphics-document]')].filter(isSeen)
    const seen = [document.querySelector('.st-key-stage h2')?.textContent ?? '',
      pictures.map((picture) => picture.closest('[class*="st-key-"]').className.match(/st-key-\S+/)[0]).join()]
    if (`${seen}` !== `${window.film.at(-1)}`) window.film.push(seen)
    requestAnimationFrame(look)
  }
  if (!window.film) { window.film = []; look() }
}"""


def claim(opened) -> str:
    return opened.page.locator(".st-key-stage h2").first.inner_text().strip()


def at(opened) -> tuple[str, str]:
    """The scene in the address, and its answer."""
    query = parse_qs(urlsplit(opened.page.url).query)
    return query.get("scene", [""])[0], query.get("answer", [""])[0]


def listening(opened) -> None:
    """Wait until the keys of the stage are heard."""
    opened.page.locator("html[data-stage=ready]").wait_for(state="attached")


def press(opened, key: str, scene: str, answered: bool) -> None:
    """Press a key and wait until the address names the scene, asked or answered."""
    listening(opened)
    opened.page.keyboard.press(key)
    opened.until(lambda: (at(opened)[0], at(opened)[1] != "") == (scene, answered))
    opened.settle()


def numbers(opened) -> list[str]:
    """What a page shows of the scene: its words, and what its charts say of themselves."""
    said = opened.page.locator("[data-testid=stMain] p:visible, [data-testid=stMain] li:visible").all_inner_texts()
    charts = opened.page.locator("[role=graphics-document]:visible")
    return [*said, *charts.evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")]


def path_of(scene, **entries: str) -> str:
    page = "" if scene.page == "home" else scene.page
    return f"{page}?{urlencode({'scene': scene.name} | entries)}"


def turn(opened, scene: str) -> None:
    """Go on to a scene: its claim is never seen over the pictures of the one before."""
    opened.page.evaluate(FILM)
    before = opened.page.evaluate("window.film.at(-1)")
    press(opened, "PageDown", scene, answered=False)
    opened.still()
    film = opened.page.evaluate("window.film")
    after = film[-1]
    assert before[1] in ("", after[1]) or [after[0], before[1]] not in film, film


def seen_whole(opened) -> None:
    """Nothing of a scene is cut, covered or outside of the window, be it that of a desk, of a hall, or zoomed in."""
    opened.still()
    for size in WINDOWS:
        opened.resize(size)
        assert faults(opened.page) == [], (size, opened.page.url)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("line", STORYLINES.values(), ids=list(STORYLINES))
def test_a_storyline_is_told_with_the_keyboard_alone_and_each_scene_is_its_link(visit, line, lang):
    words = Texts("scenes", lang)
    opened = visit(path_of(line.scenes[0], talk="1", lang=lang))
    links = {}
    for scene in line.scenes:
        opened.until(lambda scene=scene: at(opened) == (scene.name, ""))
        assert claim(opened).startswith(words(f"{scene.name}.title"))
        seen_whole(opened)
        # Half of the questions are answered from the keys, the others are shown by the remote.
        by_key = isinstance(scene.answers, Options)
        press(opened, "1" if by_key else "PageDown", scene.name, answered=True)
        found = truth(scene, words)
        assert words(f"{scene.name}.look", answer=found)[:12] in opened.page.locator(".st-key-stage").inner_text()
        seen_whole(opened)
        links[scene.name] = (opened.page.url, numbers(opened))
        opened.check()
        following = line.scenes.index(scene) + 1
        name = line.scenes[following].name if following < len(line.scenes) else f"{line.name}_end"
        turn(opened, name)
    assert words(f"story.{line.name}.title") in claim(opened)
    assert faults(opened.page) == []
    press(opened, "PageUp", line.scenes[-1].name, answered=True)
    if lang == "zh":
        return  # the numbers are the same in both languages
    for url, shown in links.values():
        again = visit(url.removeprefix(opened.app + "/"))
        again.until(lambda again=again, shown=shown: numbers(again) == shown)
        again.page.context.close()


def test_a_remote_moves_on_even_from_a_slider_but_a_field_keeps_its_keys(visit):
    line = next(iter(STORYLINES.values()))
    opened = visit(path_of(line.scenes[0]))
    slider = opened.page.get_by_role("slider").first
    slider.focus()
    before = slider.input_value()
    press(opened, "PageDown", line.scenes[0].name, answered=True)
    press(opened, "PageUp", line.scenes[0].name, answered=False)
    assert slider.input_value() == before
    typed = visit("likelihood?section=noise")
    box = typed.page.get_by_role("textbox").first
    listening(typed)
    box.click()
    for key in ("t", "?", "Escape"):
        typed.page.keyboard.press(key)
    typed.page.wait_for_timeout(600)
    assert "talk" not in typed.page.url
    assert typed.page.locator("dialog[open]").count() == 0


def test_keys_turn_talk_mode_on_and_off_and_list_themselves(visit):
    opened = visit("kl_divergence")
    listening(opened)
    opened.page.locator("h1").click()
    opened.page.keyboard.press("?")
    opened.page.get_by_text("PageDown →", exact=True).wait_for()
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("dialog[open]").count() == 0
    opened.page.keyboard.press("T")
    opened.until(lambda: "talk=1" in opened.page.url)
    opened.settle()
    assert not opened.page.locator("header").is_visible()
    opened.page.keyboard.press("Escape")
    opened.until(lambda: "talk" not in opened.page.url)
    opened.settle()
    assert opened.page.locator("header").is_visible()
    opened.check()


def test_a_focused_button_keeps_its_space_bar(visit):
    opened = visit("training_race?epoch=40&guess=shown")
    again = opened.page.locator(".st-key-race_guess_again button").last
    again.focus()
    opened.page.keyboard.press(" ")
    opened.until(lambda: "guess" not in opened.page.url)


# font size in px, as it comes to the screen, of everything that is visible and holds words of its own
SIZES = """selector => {
  const page = document.querySelector('.stMainBlockContainer')
  const grown = page.getBoundingClientRect().width / page.offsetWidth
  return [...document.querySelectorAll(selector)].filter(e => e.checkVisibility() && e.textContent.trim())
    .map(e => parseFloat(getComputedStyle(e).fontSize) * grown)
}"""


# Buttons of the stage that hang out of the row that holds them, and would be cut there.
CUT = """() => [...document.querySelectorAll('.st-key-stage .stHorizontalBlock')].flatMap(row => {
  const { left, right } = row.getBoundingClientRect()
  return [...row.querySelectorAll('button')].filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect())
    .filter(box => box.width && (box.left < left - 1 || box.right > right + 1)).map(box => [box.left, left])
})"""


@pytest.mark.parametrize("name", [line.scenes[1].name for line in STORYLINES.values()])
def test_the_last_row_can_read_it(visit, name):
    opened = visit(path_of(SCENES[name], talk="1", answer="shown"))
    for width, height in ((1280, 720), (1920, 1080)):
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.page.wait_for_timeout(800)
        words = opened.page.evaluate(SIZES, ".stMain p, .stMain li, .stMain label")
        axes = opened.page.evaluate(SIZES, "svg.marks .role-axis text")
        assert words
        assert min(words) >= 28 * width / 1280 - 0.5
        assert axes
        assert min(axes) >= 18 * width / 1280 - 0.5
        hidden = "document.querySelector('[data-testid=stMain]').scrollWidth > innerWidth + 1"
        assert not opened.page.evaluate(hidden)
        assert opened.page.evaluate(CUT) == []
    opened.check()


def test_the_code_of_the_hall_is_the_link_of_the_screen(visit):
    opened = visit("formulas?z=2&lang=zh&y=soft&soft=0.4")
    opened.page.locator(".st-key-share button").first.click()
    picture = opened.page.get_by_role("img", name="二维码：本页此刻的样子")
    picture.wait_for()
    opened.page.wait_for_timeout(500)
    assert picture.bounding_box()["width"] > 400
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(opened.page.screenshot())))
    address = opened.page.evaluate("document.querySelector('[data-link]')?.dataset.link ?? null")
    assert len(codes) == 1
    found = urlsplit(codes[0].text)
    assert parse_qs(found.query) == {"z": ["2"], "y": ["soft"], "soft": ["0.4"]}
    assert found.path == "/formulas"
    assert address in (None, codes[0].text)
    again = visit(codes[0].text.removeprefix(opened.app + "/"), locale="en-US")
    assert "z=2" in again.page.url
    assert again.page.get_by_text("Likelihood", exact=True).first.is_visible()


@pytest.mark.parametrize("line", STORYLINES.values(), ids=list(STORYLINES))
def test_a_storyline_prints_as_a_clean_document(visit, line):
    opened = visit(f"?handout={line.name}")
    opened.until(lambda: opened.page.locator("h3").count() == len(line.scenes))
    opened.page.wait_for_timeout(1000)
    opened.page.emulate_media(media="print")
    assert not opened.page.locator("header").is_visible()
    assert not opened.page.locator(".st-key-frame_row").is_visible()
    assert (
        opened.page.evaluate("getComputedStyle(document.querySelector('[data-testid=stMain]')).overflow") == "visible"
    )
    pdf = opened.page.pdf(prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert len(line.scenes) / 3 <= pages <= 2 * len(line.scenes)
    # Every scene has its chart or its formulas, and the code that opens it.
    for scene in line.scenes:
        sheet = opened.page.locator(f".st-key-handout_sheet_{scene.name}")
        assert sheet.locator("svg.marks:visible, .katex:visible").count() >= 1, scene.name
        assert sheet.locator("img").count() >= 1, scene.name
    opened.check()


def test_the_python_and_the_data_of_a_screen_are_carried_home(visit, tmp_path):
    opened = visit("likelihood?p=0.5")
    opened.page.locator("[class*=st-key-likelihood_take] summary").first.click()
    opened.page.locator("[class*=st-key-likelihood_take] code").first.wait_for()
    source = opened.page.locator("[class*=st-key-likelihood_take] code").first.inner_text()
    assert "import" in source
    assert opened.page.locator("[class*=st-key-likelihood_take] pre").first.get_attribute("tabindex") == "0"
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="Save as a file").click()
    saved = tmp_path / "saved.py"
    download.value.save_as(saved)
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="core.zip").click()
    download.value.save_as(tmp_path / "core.zip")
    shutil.unpack_archive(tmp_path / "core.zip", tmp_path)
    run = subprocess.run([sys.executable, saved], capture_output=True, text=True, check=True, cwd=tmp_path)
    # Eight tosses at p = 1/2, whatever they are: ln L = -8 ln 2, and ln 2 for each.
    assert "-5.55" in run.stdout
    assert run.stdout.count("0.6931") == 2
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="likelihood_mean.csv").click()
    table = tmp_path / "mean.csv"
    download.value.save_as(table)
    assert len(table.read_text().splitlines()) > 20
    opened.check()
