"""The pictures that shared links show: ``python -m tests.browser.previews`` photographs every page, twice."""

import io

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from core.app.frame.catalogue import TOPICS
from core.app.previews import PICTURES, SIZE
from core.app.wording.language import LANGUAGES
from tests.browser.conftest import ARGUMENTS, installed
from tests.servers import serving

COLOURS = 96  # enough for these drawings, at a third of the bytes
RUNNING = "[data-testid=stApp][data-test-script-state=notRunning]"


def photograph(browser: Browser, address: str, language: str) -> Image.Image:
    """The first screen of a page, without the bar above it."""
    width, height = SIZE
    page = browser.new_page(viewport={"width": width, "height": height + 64}, reduced_motion="reduce")
    page.goto(f"{address}?lang={language}")
    page.wait_for_selector(RUNNING)
    page.wait_for_selector("svg.marks, canvas.marks")
    page.wait_for_timeout(3000)  # a photograph, not a test: whatever moves has come to rest
    taken = page.screenshot(clip={"x": 0, "y": 64, "width": width, "height": height})
    page.close()
    return Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    """Take them all, in both languages."""
    with serving() as server, sync_playwright() as playwright:
        server.rest()
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        for topic in TOPICS:
            for language in LANGUAGES:
                address = f"{server.address}/{'' if topic == 'home' else topic}"
                photograph(browser, address, language).save(PICTURES / f"{topic}_{language}.png", optimize=True)


if __name__ == "__main__":
    main()
