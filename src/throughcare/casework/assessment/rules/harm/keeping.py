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
        "plan": [asdict(one) for one in analysis.plan],
        "in_custody": analysis.in_custody,
    }  # fmt: skip


def from_kept(kept: Mapping[str, Any]) -> HarmAnalysis:
    """The analysis that was kept; refuses what cannot be read as one."""
    try:
        return HarmAnalysis(
            screening={name: Screened(answer) for name, answer in kept.get("screening", {}).items()},
            risks=tuple(_risk(one) for one in kept.get("risks", ())),
            enquiries=tuple(_enquiry(one) for one in kept.get("enquiries", ())),
            plan=tuple(Measure(**one) for one in kept.get("plan", ())),
            in_custody=bool(kept.get("in_custody", False)),
        )
    except (TypeError, ValueError, KeyError, AttributeError):
        raise Refused("The analysis of harm could not be read: see the description of its parts.") from None


def _risk(kept: Mapping[str, Any]) -> RiskTo:
    imminence = kept.get("imminence")
    return RiskTo(**{**kept, "imminence": Imminence(imminence) if imminence else None})


def _enquiry(kept: Mapping[str, Any]) -> EnquiryMade:
    answered = kept.get("answered")
    return EnquiryMade(
        kept["enquiry"], date.fromisoformat(kept["asked"]),
        date.fromisoformat(answered) if answered else None, kept.get("found", ""),
    )  # fmt: skip
