"""What moves inside the browser: the player of the race."""

import re

import pytest


def frames(visit) -> list[int]:
    """The frame every linked view is at, and the one the player shows, last."""
    inputs = visit.page.locator(".st-key-race_views .vega-bindings input[name=epoch]")
    return [int(value) for value in inputs.evaluate_all("all => all.map(e => e.value)")] + [shown(visit)]


def shown(visit) -> int:
    visit.page.locator(".player output").get_by_text(re.compile(r"\d")).wait_for()
    return int(re.sub(r"\D", "", visit.page.locator(".player output").inner_text()))


def press(visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("query", ["", "&data=moons"])
def test_playing_moves_every_view_and_sends_nothing(visit, query):
    opened = visit(f"training_race?epoch=0{query}")
    opened.until(lambda: frames(opened) == [0] * 6)
    messages = len(opened.sent)
    drawn = opened.page.locator(".st-key-race_views svg.marks").nth(1).inner_html()
    press(opened, "Play")
    opened.until(lambda: shown(opened) > 100)
    assert len(opened.sent) == messages
    assert opened.page.locator(".st-key-race_views svg.marks").nth(1).inner_html() != drawn
    press(opened, "Pause")
    resting = frames(opened)
    assert len(set(resting)) == 1
    opened.until(lambda: f"epoch={resting[0]}" in opened.page.url)
    assert frames(opened) == resting
    again = visit(opened.page.url.removeprefix(opened.app + "/"))
    again.until(lambda: frames(again) == resting)
    opened.check()


@pytest.mark.parametrize("query", ["epochs=5000", "data=clouds", "data=iris3"])
def test_every_view_is_drawn_with_every_picture_of_the_player(visit, query):
    """While all of them are on screen; how many pictures a second that is, ``tests.slow.bench`` measures."""
    opened = visit(f"training_race?epoch=0&guess=shown&{query}", height=1400)
    opened.until(lambda: len(frames(opened)) == 6)
    opened.page.locator(".player output").evaluate(
        """(output) => {
          const counted = (part) => {
            const count = { drawn: 0, last: null }
            new MutationObserver(() => {
              const now = document.timeline.currentTime  // the same for all that happens within one frame
              if (count.last !== now) count.drawn += 1
              count.last = now
            }).observe(part, { subtree: true, attributes: true, childList: true, characterData: true })
            return count
          }
          window.seen = [...document.querySelectorAll('.st-key-race_views svg.marks')].map(counted)
          window.told = counted(output)
        }"""
    )
    press(opened, "Play")
    opened.until(lambda: opened.page.evaluate("window.told.drawn") >= 30)
    seen, told = opened.page.evaluate("[window.seen.map(count => count.drawn), window.told.drawn]")
    print(f"{query}: {seen} of {told} pictures")
    assert len(seen) >= 5
    # The first ones show something new at every frame; a share of right answers may stay the same for a while.
    assert min(seen[:2]) >= told - 3


@pytest.mark.parametrize("query", ["", "&data=iris3"])
@pytest.mark.parametrize("playing", [False, True])
def test_switches_keep_all_views_on_one_frame(visit, playing, query):
    opened = visit(f"training_race?epoch=40{query}")
    if playing:
        opened.page.locator(".player select").select_option("0.5")
        press(opened, "Play")
    opened.page.get_by_text("中文", exact=True).click()
    opened.page.get_by_text("比特", exact=True).click()
    opened.until(lambda: "units=bits" in opened.page.url and "lang=zh" in opened.page.url)
    opened.page.emulate_media(color_scheme="dark")
    opened.until(lambda: "#009ef7" in opened.page.locator(".st-key-race_views").inner_html().lower())
    if playing:
        opened.until(lambda: shown(opened) > 40)
        if opened.page.get_by_role("button", name="暂停", exact=True).count():  # else it has come to its end
            press(opened, "暂停")
    opened.still()
    opened.until(lambda: len(frames(opened)) == 6)
    resting = frames(opened)
    assert len(set(resting)) == 1
    assert playing or resting[0] == 40
    opened.check()


def test_keys_drive_the_player_unless_a_control_has_the_focus(visit):
    opened = visit("training_race?epoch=40")
    opened.until(lambda: frames(opened) == [40] * 6)
    opened.page.locator("h1").click()
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowRight")
    assert shown(opened) == 42
    opened.page.keyboard.press("ArrowLeft")
    assert shown(opened) == 41
    opened.page.keyboard.press(" ")
    opened.until(lambda: shown(opened) > 41)
    opened.page.keyboard.press(" ")
    opened.still()
    resting = shown(opened)
    opened.page.get_by_role("slider", name="learning rate").focus()
    opened.page.keyboard.press("ArrowRight")
    opened.until(lambda: "rate=0.2" in opened.page.url)
    assert shown(opened) == resting


def test_reduced_motion_is_respected(visit):
    opened = visit("training_race?epoch=0", reduced_motion="reduce")
    opened.page.locator(".player output").evaluate(
        """(output) => {
          window.pictures = []
          new MutationObserver(() => window.pictures.push(Number(output.textContent.replace(/\\D/g, ''))))
            .observe(output, { childList: true, characterData: true, subtree: true })
        }"""
    )
    press(opened, "Play")
    opened.until(lambda: shown(opened) >= 150)
    passed = opened.page.evaluate("window.pictures")
    assert [frame for frame in dict.fromkeys(passed) if frame] == [75, 150]  # eighths of 600, and nothing between


def curves(visit) -> dict[str, float]:
    """How far to the right the learning curves reach: faintly, and in full strength, as shares of the width."""
    visit.page.wait_for_selector(".st-key-race_views svg.marks")
    return visit.page.evaluate(
        """() => {
          const lines = document.querySelector('.st-key-race_views svg.marks').querySelectorAll(
            '[aria-roledescription="line mark"] path, path[aria-roledescription="line mark"]')
          const found = { faint: 0, full: 0 }
          for (const line of lines) {
            const strength = line.getAttribute('opacity') === '0.3' ? 'faint' : 'full'
            found[strength] = Math.max(found[strength], line.getBBox().width)
          }
          return found
        }"""
    )


def test_playing_without_a_guess_shows_nothing_ahead_and_then_all(visit):
    opened = visit("training_race")
    assert curves(opened) == {"faint": 0, "full": 0}
    assert "How many will squared error need?" in opened.text()
    press(opened, "Play")
    opened.until(lambda: curves(opened)["full"] > 0)
    early = curves(opened)
    opened.until(lambda: curves(opened)["full"] > early["full"] + 20)
    late = curves(opened)
    assert early["faint"] == late["faint"] == 0
    assert "469" not in opened.text()
    press(opened, "Pause")
    opened.until(lambda: "469" in opened.text() and "guess=shown" in opened.page.url)
    opened.until(lambda: curves(opened)["faint"] > curves(opened)["full"])
    opened.check()


def test_a_guess_and_the_play_after_it_by_keys_alone(visit):
    opened = visit("training_race")
    opened.page.get_by_role("button", name="Play", exact=True).focus()
    asked = opened.page.get_by_role("button", name="5 times as many", exact=True)
    for _ in range(12):
        opened.page.keyboard.press("Shift+Tab")
        if asked.evaluate("button => button === document.activeElement"):
            break
    opened.page.keyboard.press("Enter")
    opened.until(lambda: "it arrives at your flag" in opened.text() and "guess=5" in opened.page.url)
    assert curves(opened)["faint"] == shown(opened) == 0
    opened.page.keyboard.press(" ")
    opened.until(lambda: shown(opened) > 469)
    assert "You said 5 times" in opened.text()
    opened.until(lambda: shown(opened) == 600)
    opened.until(lambda: curves(opened)["faint"] > 0)
    assert "You said 5 times" in opened.text()
    opened.check()


def test_guessing_again_hides_all_even_while_it_plays(visit):
    opened = visit("training_race?epoch=40")
    press(opened, "Play")
    opened.until(lambda: shown(opened) > 40)
    press(opened, "Guess again")
    opened.until(lambda: "How many will squared error need?" in opened.text() and shown(opened) == 0)
    opened.still()
    opened.pass_frames(30)
    assert shown(opened) == 0
    assert set(frames(opened)) == {0}
    assert "How many will squared error need?" in opened.text()
    opened.until(lambda: "guess" not in opened.page.url and "epoch" not in opened.page.url)
    opened.check()


def test_a_file_of_ones_own_races_and_its_bad_rows_are_named(visit, tmp_path):
    file = tmp_path / "mine.csv"
    rows = [f"{i % 7},{i % 5 + i % 2},{'no' if i % 2 else 'yes'}" for i in range(30)]
    file.write_text("\n".join(["length,width,ripe", *rows, "3,wide,no", "4,,yes"]))
    opened = visit("training_race?data=own&epochs=100")
    opened.page.get_by_role("button", name="Your table").click()
    opened.page.locator("input[type=file]").set_input_files(str(file))
    opened.until(lambda: "2 row(s) cannot be used" in opened.text())
    opened.page.keyboard.press("Escape")
    assert "Line 32, width: “wide” is not a number" in opened.text()
    assert "Line 33, width: the cell is empty" in opened.text()
    opened.until(lambda: "width" in opened.page.locator(".st-key-race_map_cross_entropy svg.marks").inner_html())
    opened.until(lambda: "your file" in opened.page.inner_text("body"))
    opened.check()


def test_without_our_scripts_every_chart_has_a_slider_of_its_own(chromium, app):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    # Streamlit hands a component's script to the browser as a blob: without blobs of scripts there are none of ours.
    page.add_init_script(
        "const make = URL.createObjectURL; URL.createObjectURL = (blob) => {"
        " if (blob.type.includes('javascript')) throw new Error('blocked'); return make(blob) }"
    )
    page.goto(f"{app}/training_race?epoch=40")
    page.wait_for_selector(".st-key-race_sigmoid svg.marks", timeout=60_000)
    slider = page.locator(".st-key-race_sigmoid .vega-bindings input[name=epoch]")
    slider.wait_for(state="visible")
    assert page.locator(".player output").count() == 0
    picture = page.locator(".st-key-race_sigmoid svg.marks")
    before = picture.inner_html()
    slider.evaluate("(e) => { e.value = 300; e.dispatchEvent(new Event('input', { bubbles: true })) }")
    picture.get_by_text("0.1617").first.wait_for()  # a (1 − a) at Nielsen's a = 0.20285 after 300 epochs
    assert picture.inner_html() != before
    context.close()
