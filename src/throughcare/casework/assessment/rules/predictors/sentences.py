"""A result in words that could be read to the person it is about: plain, short, and honest about doubt."""

from __future__ import annotations

from collections.abc import Mapping

from .results import Scored

FORETOLD: Mapping[str, str] = {
    "ogrs3": "any further offence",
    "ovp": "a violent offence",
    "ogp": "an offence that is not violent",
    "snsv": "a serious violent offence",
    "osp-dc": "a contact sexual offence",
    "osp-iic": "an image offence",
    "rsr": "a serious offence",
    "arp": "any further offence",
    "vrp": "a violent offence",
    "svrp": "a serious violent offence",
    "dc-srp": "a contact sexual offence",
    "iic-srp": "an image offence",
    "csrp": "a serious offence",
    "mst": "maturity",
    "lds": "learning",
    "pni": "programme need",
    "opd": "personality",
}
"""What each instrument foretells or screens for, as it is said."""

OF_A_GROUP = "It describes a group of people; it does not say what you will do."
"""What is said of every chance, so that nobody reads it as their own."""

_OUTCOMES = {
    "flag": "Your answers suggest that support made for younger adults may help you.",
    "no_flag": "Your answers do not suggest a need for support made for younger adults.",
    "0": "Your answers do not suggest a need for help with learning.",
    "1": "Your answers suggest that some help with learning may suit you.",
    "2": "Your answers suggest that help with learning would suit you.",
    "high": "Your answers point to the most intensive kind of programme.",
    "moderate": "Your answers point to a programme of moderate intensity.",
    "alternative": "Your answers point to help other than a programme.",
    "omission": "We cannot say yet which programme would suit you, because some answers are missing.",
    "screen_in": "Your answers suggest talking to a psychologist about extra support.",
    "screen_out": "Your answers do not suggest a referral to a psychologist.",
    "not_applicable": "This screening does not apply to you.",
}


def sentence_of(scored: Scored) -> str:
    """What the result says, for the person; with how sure we are when answers are missing."""
    if scored.outcome is not None:
        return _OUTCOMES[scored.outcome] + _overridden(scored) + _missing(scored)
    if scored.band is not None and scored.band.value == "not_applicable":
        return f"The score for {FORETOLD[scored.instrument]} does not apply to you."
    return _chance(scored) + _band(scored) + _range(scored)


def _overridden(scored: Scored) -> str:
    return " Your practitioner has decided to refer you all the same." if scored.overridden else ""


def _chance(scored: Scored) -> str:
    foretold = FORETOLD[scored.instrument]
    said = _often(scored.score or 0.0)
    return f"Of people with answers like yours, {said} are convicted of {foretold} within two years."


def _often(mark: float) -> str:
    if mark >= 1:
        return f"about {mark:.0f} in every 100"
    return f"about {mark * 10:.0f} in every 1,000" if mark >= 0.05 else "fewer than 1 in every 1,000"


def _band(scored: Scored) -> str:
    said = f" We call that {scored.band.words}." if scored.band else ""
    return f"{said} {OF_A_GROUP}"


def _range(scored: Scored) -> str:
    if not scored.missing or scored.lowest is None or scored.highest is None or scored.is_certain:
        return ""
    named = _names(scored)
    between = f"somewhere from {_often(scored.lowest)} to {_often(scored.highest)}"
    return f" Not answered yet: {named}. With that, the figure would be {between}."


def _missing(scored: Scored) -> str:
    return f" Not answered yet: {_names(scored)}. That could change this." if scored.missing else ""


def _names(scored: Scored) -> str:
    named = list(dict.fromkeys(one.words for one in scored.missing))
    shown = named[:3] + ([f"{len(named) - 3} other answers"] if len(named) > 3 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
