"""Golden-section search: the lowest place of a function with a single valley, from its values alone."""

import math
from collections.abc import Callable
from typing import Final

_GOLDEN: Final = (math.sqrt(5.0) - 1.0) / 2.0
_NARROW: Final = 1e-15  # of the span: there the search ends


def lowest_place(function: Callable[[float], float], low: float, high: float) -> float:
    """Where between low and high a function is smallest that falls and then rises.

    Near its foot a smooth function is level to within rounding, so that about half of the digits are found.
    Source: Kiefer, "Sequential minimax search for a maximum", Proc. AMS 4 (1953).
    """
    span = high - low
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    while low < left < right < high and high - low > _NARROW * span:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return (low + high) / 2.0
