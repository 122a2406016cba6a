"""What takes hold of something on a screen and moves it: a mouse, a finger, or the arrow keys."""

from playwright.sync_api import Page

HANDS = ("mouse", "finger")
EVERY = (*HANDS, "keys")


def device(kind: str) -> dict[str, object]:
    """What a visit is told of the device: a finger is that of somebody with a phone."""
    return {"width": 390, "height": 844, "has_touch": True, "is_mobile": True} if kind == "finger" else {}


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


class Moved:
    """What is moved by a mouse, a finger or the arrow keys, across the width of a thing or up it.

    ``ends``: the values at its two sides; ``at``: the value where a hand takes hold, ``height``: how far down.
    """

    def __init__(
        self, visit, kind: str, slider, along, at: float = 0.3, height: float = 0.5, ends=(0.0, 1.0), is_upright=False
    ) -> None:
        along.scroll_into_view_if_needed()
        visit.still()
        self.visit, self.slider, self.height, self.ends, self.is_upright = visit, slider, height, ends, is_upright
        self.along, self.box = along, along.bounding_box()
        self.hand = None if kind == "keys" else Hand(visit.page, kind)
        visit.watch_hand()
        if self.hand:
            self.hand.take(*self._place(at))
        else:
            slider.focus()

    def _place(self, value: float) -> tuple[float, float]:
        share = (value - self.ends[0]) / (self.ends[1] - self.ends[0])
        across, down = (0.5, 1 - share) if self.is_upright else (share, self.height)
        return self.box["x"] + self.box["width"] * across, self.box["y"] + self.box["height"] * down

    def to(self, value: float, key: str = "ArrowRight") -> None:
        """Move on, without letting go."""
        if self.hand:
            self.hand.move(*self._place(value), steps=3)
        else:
            self.visit.page.keyboard.press(key)
        self.visit.pass_frames(2)

    def through(self, values, says, off: float, key: str = "ArrowRight") -> float:
        """Move on from value to value, with keys from step to step; gives the last one that the slider has.

        At each it is another than before, of a hand the one meant but for ``off``, and the screen says what it should.
        """
        seen = [float(self.slider.input_value())]
        for value in values:
            self.height += 0.04  # no hand goes straight
            self.to(value, key)

            def is_there(value: float = value) -> bool:
                now = float(self.slider.input_value())
                if now == seen[-1] or (self.hand and abs(now - value) > off) or not says(now):
                    return False
                seen.append(now)
                return True

            self.visit.until(is_there)
        return seen[-1]

    def let_go(self) -> None:
        """Let go; nothing was sent meanwhile, and what was held has stayed in its place: no finger scrolled it away."""
        self.visit.has_sent_at_rest_only()
        if self.hand:
            assert abs(self.along.bounding_box()["y"] - self.box["y"]) < 2
            self.hand.let_go()
