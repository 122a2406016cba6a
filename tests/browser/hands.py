"""What takes hold of something on a screen and moves it: a mouse, or a finger."""

from playwright.sync_api import Page

HANDS = ("mouse", "finger")


class Hand:
    """A mouse or a finger; a finger needs a page that has touch."""

    def __init__(self, page: Page, kind: str = "mouse") -> None:
        self.page = page
        self._device = page.context.new_cdp_session(page) if kind == "finger" else None
        self._at = (0.0, 0.0)

    def take(self, x: float, y: float) -> None:
        """Press, or touch."""
        self._at = (x, y)
        if self._device:
            self._touch("touchStart", (x, y))
        else:
            self.page.mouse.move(x, y)
            self.page.mouse.down()

    def move(self, x: float, y: float, steps: int = 1) -> None:
        """Move what is held, in so many steps."""
        (from_x, from_y), self._at = self._at, (x, y)
        if not self._device:
            self.page.mouse.move(x, y, steps=steps)
            return
        for step in range(1, steps + 1):
            part = step / steps
            self._touch("touchMove", (from_x + part * (x - from_x), from_y + part * (y - from_y)))

    def let_go(self) -> None:
        """Let go where it is."""
        if self._device:
            self._touch("touchEnd")
        else:
            self.page.mouse.up()

    def _touch(self, what: str, *places: tuple[float, float]) -> None:
        assert self._device
        points = [{"x": x, "y": y} for x, y in places]
        self._device.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": points})
