"""An analysis of risk of serious harm as plain values that a draft keeps, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from throughcare.foundation.kernel import Refused

from .analysis import EnquiryMade, HarmAnalysis, Imminence, Measure, RiskTo, Screened


def as_kept(analysis: HarmAnalysis) -> dict[str, Any]:
    """The analysis as JSON takes it."""
    return {
        "screening": {name: answer.value for name, answer in sorted(analysis.screening.items())},
        "risks": [
            {**asdict(one), "imminence": one.imminence.value if one.imminence else None}
            for one in analysis.risks
        ],
        "enquiries": [
            {
                "enquiry": one.enquiry, "asked": one.asked.isoformat(), "found": one.found,
                "answered": one.answered.isoformat() if one.answered else None,
            }
            for one in analysis.enquiries
        ],
        "plan": [
            {**asdict(one), "by_day": one.by_day.isoformat() if one.by_day else None} for one in analysis.plan
        ],
        "in_custody": analysis.in_custody,
    }  # fmt: skip


def from_kept(kept: Mapping[str, Any]) -> HarmAnalysis:
    """The analysis that was kept; refuses what cannot be read as one."""
    try:
        return HarmAnalysis(
            screening={name: Screened(answer) for name, answer in kept.get("screening", {}).items()},
            risks=tuple(_risk(one) for one in kept.get("risks", ())),
            enquiries=tuple(_enquiry(one) for one in kept.get("enquiries", ())),
            plan=tuple(_measure(one) for one in kept.get("plan", ())),
            in_custody=kept.get("in_custody", False) is True,
        )
    except (TypeError, ValueError, KeyError, AttributeError):
        raise Refused("The analysis of harm could not be read: see the description of its parts.") from None


_MEASURE = ("kind", "what", "by_whom")
_MOST_WORDS = 4000


def _words(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_WORDS or "\x00" in value:
        raise ValueError
    return value


def _measure(kept: Mapping[str, Any]) -> Measure:
    by_day = date.fromisoformat(kept["by_day"]) if kept.get("by_day") else None
    kind, what, by_whom = (_words(kept[part]) for part in _MEASURE)
    return Measure(kind, what, by_whom, by_day)


def _risk(kept: Mapping[str, Any]) -> RiskTo:
    group, level, nature, circumstances = (
        _words(kept[part]) for part in ("group", "level", "nature", "circumstances")
    )
    imminence = Imminence(kept["imminence"]) if kept.get("imminence") else None
    lowered_by, who = _words(kept.get("lowered_by", "")), _words(kept.get("who", ""))
    return RiskTo(group, level, nature, imminence, circumstances, lowered_by, who)


def _enquiry(kept: Mapping[str, Any]) -> EnquiryMade:
    answered = date.fromisoformat(kept["answered"]) if kept.get("answered") else None
    asked = date.fromisoformat(kept["asked"])
    return EnquiryMade(_words(kept["enquiry"]), asked, answered, _words(kept.get("found", "")))
