"""The kinds of question that the outcomes pages ask, each with the function that works it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .attribution import shared
from .comparing import compared
from .foreseeing import foreseen
from .living import lived
from .measuring import measured, people_in
from .mixing import adjusted_by_predictor
from .paying import tried
from .piloting import piloted
from .valuing import valued
from .work import Found

KINDS: Mapping[str, Callable[..., Found]] = {
    "measure": measured,
    "people": people_in,
    "comparison": compared,
    "laboratory": tried,
    "pilot": piloted,
    "lived": lived,
    "adjusted": adjusted_by_predictor,
    "forecast": foreseen,
    "attribution": shared,
    "value": valued,
}
