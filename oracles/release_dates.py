"""Cases of the days of custodial sentences, as the service that works them out for prisons tests them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from throughcare.casework.courts.rules.terms import Term
from throughcare.casework.release.rules.dates import Worked, work_out
from throughcare.casework.release.rules.law import curfew_named
from throughcare.casework.release.rules.terms import Adjusted, Custodial, Spell
from throughcare.casework.release.rules.words import DateKind, Group, TermKind

from .cases import Adapter, Case, Source, skipped, unknown

Told = Mapping[str, Any]
_ASKED = date(2026, 11, 29)
_KINDS = {
    "StandardSentence": TermKind.STANDARD,
    "ExtendedDeterminateSentence": TermKind.EXTENDED,
    "SopcSentence": TermKind.SPECIAL,
    "DetentionAndTrainingOrderSentence": TermKind.TRAINING,
    "AFineSentence": TermKind.FINE,
}
_DATES = {
    "CRD": DateKind.CONDITIONAL, "ARD": DateKind.AUTOMATIC, "PED": DateKind.PAROLE, "HDCED": DateKind.CURFEW,
    "TUSED": DateKind.SUPERVISION, "MTD": DateKind.MIDPOINT, "ETD": DateKind.EARLY_MIDPOINT, "LTD": DateKind.LATE_MIDPOINT,
}  # fmt: skip
_EXPIRIES = ("SLED", "SED", "LED")
_BARRED = {"NATIONAL_SECURITY", "PROGRESSION_MODEL_SCHEDULE_13_PART_3"}
_COUNT = ("REMAND", "TAGGED_BAIL")
_TRANCHE = "SDS_PROGRESSION_MODEL"
_RECALLED = "somebody recalled is released again by the rules of recall, which are not those of release"
_ADJUSTS = {
    *_COUNT,
    "UNLAWFULLY_AT_LARGE",
    "ADDITIONAL_DAYS_AWARDED",
    "RESTORATION_OF_ADDITIONAL_DAYS_AWARDED",
}


def _claims(source: Source) -> bool:
    content = source.content
    if not isinstance(content, dict) or not content.get("cases"):
        return False
    first = content["cases"][0]
    return (
        isinstance(first, dict)
        and "progression" in str(first.get("params", ""))
        and isinstance(first.get("in"), dict)
        and "sentences" in first["in"]
    )


def _cases(source: Source) -> Iterator[Case]:
    content = source.content
    assert isinstance(content, dict)
    for number, case in enumerate(content["cases"]):
        name, told = f"{number} {case.get('id')}", case["in"]
        if any("recall" in one for one in told["sentences"]):
            yield skipped(name, _RECALLED)
        elif _is_known(told):
            yield Case(name, _expected(case["out"]), lambda case=case: _shown(_worked(case), case["out"]))  # type: ignore[misc]
        else:
            yield unknown(name)


def _is_known(told: Told) -> bool:
    return {one["type"] for one in told["sentences"]} <= set(_KINDS) and set(told["adjustments"]) <= _ADJUSTS


def _expected(out: Told) -> dict[str, Any]:
    days = {kind: said.strip() for kind, said in out["dates"].items() if kind in _DATES}
    expiry = next((out["dates"][kind] for kind in _EXPIRIES if kind in out["dates"]), None)
    told = {
        "expiry": expiry,
        "unmoved": out["dates"].get("ESED"),
        "whole": out.get("effective_sentence_length"),
    }
    return days | told | {"tranche": (out.get("tranches") or {}).get(_TRANCHE)}


def _shown(worked: Worked, out: Told) -> dict[str, Any]:
    days = {kind: worked.on(ours) for kind, ours in _DATES.items()}
    shown: dict[str, Any] = {kind: day.isoformat() for kind, day in days.items() if day is not None}
    expiry, number = worked.on(DateKind.EXPIRY), worked.tranches.get("one-third")
    shown["expiry"] = expiry.isoformat() if expiry else None
    shown["unmoved"] = (
        worked.whole_until.isoformat() if "ESED" in out["dates"] and worked.whole_until else None
    )
    shown["whole"] = _iso(worked.whole) if worked.whole and "effective_sentence_length" in out else None
    # Some cases leave out every tranche; what is not told is not compared.
    told = out.get("tranches") is not None
    return shown | {"tranche": f"TRANCHE_{number}" if number and told else None}


def _iso(term: Term) -> str:
    parts = ((term.years, "Y"), (term.months, "M"), (term.days, "D"))
    return "P" + "".join(f"{number}{letter}" for number, letter in parts if number)


def _worked(case: Told) -> Worked:
    told = case["in"]
    terms = [_term(str(place), one, told["sentences"]) for place, one in enumerate(told["sentences"])]
    suspended = bool(case.get("feature_toggles", {}).get("adultHdcSuspended"))
    return work_out(
        terms, _adjusted(told["adjustments"]), on=_ASKED,
        barred_from_curfew=bool(told.get("active_sex_offender")),
        curfew=curfew_named("curfew-suspended" if suspended else "curfew-2025"),
    )  # fmt: skip


def _term(key: str, one: Told, every: list[Told]) -> Custodial:
    names = {
        other.get("identifier"): str(place) for place, other in enumerate(every) if other.get("identifier")
    }
    named = [names[said] for said in one.get("consecutiveSentenceUUIDs") or [] if said in names]
    arranged = one.get("releaseArrangements") or {}
    extension = one.get("extensionDuration")
    return Custodial(
        key, _KINDS[one["type"]], date.fromisoformat(one["sentencedAt"]),
        _length(one.get("custodialDuration") or one["duration"]), _length(extension) if extension else None,
        _group(arranged), bool(arranged.get("isSection250")), named[0] if named else None,
        date.fromisoformat(one["offence"]["committedAt"]),
    )  # fmt: skip


def _length(said: Told) -> Term:
    return Term(**{unit.lower(): int(number) for unit, number in said["durationElements"].items()})


def _group(arranged: Told) -> Group:
    left_out = set(arranged.get("sdsEarlyReleaseExclusions") or [])
    if arranged.get("isSDSPlus"):
        return Group.GRAVE
    if left_out & _BARRED:
        return Group.BARRED
    if arranged.get("isSDSPlusEligibleSentenceTypeLengthAndOffence"):
        return Group.GRAVE_SINCE
    return Group.EXCLUDED if left_out else Group.STANDARD


def _adjusted(said: Told) -> Adjusted:
    def days(kind: str) -> int:
        return sum(int(one["numberOfDays"]) for one in said.get(kind, []))

    large = [
        Spell(date.fromisoformat(one["fromDate"]), date.fromisoformat(one["toDate"]))
        for one in said.get("UNLAWFULLY_AT_LARGE", [])
    ]
    added = days("ADDITIONAL_DAYS_AWARDED") - days("RESTORATION_OF_ADDITIONAL_DAYS_AWARDED")
    return Adjusted(sum(days(kind) for kind in _COUNT), added, tuple(large))


ADAPTERS = (Adapter("release: the days of custodial sentences", _claims, _cases),)
