"""No press kills a talk: whatever keys come, however fast, the stage lives on."""

import random
from urllib.parse import urlsplit

from core.app.talk.scenes import SCENES, STORYLINES
from core.app.talk.stage import ENDS
from core.app.wording.language import Texts
from tests.browser.test_talk import at, claim, listening, path_of

SEED = 7
BURSTS, PRESSES = 4, 20  # on each of the four storylines: 320 presses in all
KEYS = {"PageDown": 12, "PageUp": 4, "t": 2, "?": 2, "Escape": 2, "r": 2, "o": 1, "b": 1, "w": 1} | dict.fromkeys(
    ("1", "2", "3", "4", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", " "), 1
)
# What one sees of the stage: where it stands in the address and in words, and whether it is large.
SHOWN = """() => [location.href, getComputedStyle(document.documentElement).fontSize,
  ...[...document.querySelectorAll('.st-key-stage [data-testid=stMarkdownContainer]')].map(e => e.textContent)
].join('|')"""
# Runs are over, and what one sees has stayed the same for longer than the address lags behind.
RESTS = f"""() => {{
  const runs = document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') !== 'notRunning'
  const shown = ({SHOWN})()
  if (runs || window.shownWas !== shown) [window.shownWas, window.since] = [shown, performance.now()]
  return performance.now() - window.since > 400
}}"""


def rest(opened) -> str:
    """What one sees once nothing moves any more, and nothing has gone wrong."""
    opened.page.wait_for_function(RESTS, timeout=30_000)
    assert opened.page.locator("[data-testid=stException], [role=dialog]").count() == 0
    assert opened.troubles == []
    return opened.page.evaluate(SHOWN)


def lives(opened) -> None:
    """Nothing is broken, words and address are of one scene, and the next press changes what is on stage."""
    before = rest(opened)
    scene, _answer = at(opened)
    if scene in SCENES:
        page = urlsplit(opened.page.url).path.strip("/") or "home"
        assert page == SCENES[scene].page
        assert claim(opened).startswith(Texts("scenes", "en")(f"{scene}.title"))
    # Where Escape has left the stage, T comes back to it.
    opened.page.keyboard.press("PageDown" if scene in SCENES else "PageUp" if scene in ENDS else "t")
    opened.until(lambda: opened.page.evaluate(SHOWN) != before)
    rest(opened)


def test_any_keys_at_any_speed_leave_a_living_stage(visit):
    chance = random.Random(SEED)
    keys, weights = list(KEYS), list(KEYS.values())
    opened = None
    for line in STORYLINES.values():
        for _ in range(BURSTS):
            if opened is None:
                opened = visit(path_of(line.scenes[0], talk="1", lang="en"))
            elif at(opened)[0] not in [scene.name for scene in line.scenes]:
                opened.page.goto(f"{opened.app}/{path_of(chance.choice(line.scenes), talk='1', lang='en')}")
            listening(opened)
            for key in chance.choices(keys, weights, k=PRESSES):
                opened.page.keyboard.press(key)
                opened.page.wait_for_timeout(20 * 20 ** chance.random())  # 20 to 400 ms
            lives(opened)


def test_on_the_stage_the_keys_list_themselves_and_go_on_working(visit):
    scene = SCENES["long_run"]
    opened = visit(path_of(scene, talk="1", answer="shown", lang="en"))
    listening(opened)
    keys = opened.page.locator("dialog.help")
    for close in (lambda: opened.page.keyboard.press("?"), lambda: opened.page.keyboard.press("Escape"), keys.click):
        opened.page.keyboard.press("?")
        keys.get_by_text("PageDown →", exact=True).wait_for()
        box = keys.bounding_box()
        assert box["width"] > 300
        assert box["height"] > 200
        close()
        keys.wait_for(state="hidden")
        assert at(opened) == (scene.name, "shown")
    # Whoever goes on has read enough.
    opened.page.keyboard.press("?")
    opened.page.keyboard.press("PageUp")
    opened.until(lambda: at(opened) == (scene.name, ""))
    assert not keys.is_visible()
    opened.check()
