"""Recall: which length is required, and on which day a fixed-term recall ends, as two services hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from .cases import Adapter, Case, Source, unknown

_ON = date(2026, 4, 1)
_GROUPS = {
    "ADULT_SDS": "adult standard",
    "YOUTH_SDS": "youth standard",
    "EXTENDED": "extended",
    "INDETERMINATE": "indeterminate",
}
_NEW_OFFENCE = {
    "NO": "no",
    "ONLY_CHARGED": "charged only",
    "CHARGED_AND_CONVICTED": "charged and convicted",
    None: "not known",
}
_FLAGS = {
    "wasReferredToParoleBoard244ZB": "referred_to_parole_244zb",
    "wasRepatriatedForMurder": "repatriated_for_murder",
    "isServingSOPCSentence": "offender_of_particular_concern",
    "isServingDCRSentence": "discretionary_conditional_release",
    "isServingTerroristOrNationalSecurityOffence": "terrorist_or_national_security",
    "isAtRiskOfInvolvedInForeignPowerThreat": "foreign_power_threat",
    "isMappaCategory4": "mappa_category_4",
    "isMappaLevel2Or3": "mappa_level_2_or_3",
    "isYouthSentenceOver12Months": "youth_sentence_over_12_months",
    "isYouthChargedWithSeriousOffence": "serious_offence_charged",
}
_EXPECTS = ("fixed_term_mandatory", "standard_mandatory", "discretionary")
_LEFT = {
    "CRD": "the release of another sentence, which is no rule of recall",
    "HDCED": "eligibility for home detention curfew, which is no rule of recall",
    "TUSED": "the end of supervision after sentence, which was repealed",
}


def _is_lengths(source: Source) -> bool:
    return isinstance(source.content, dict) and "adult_sds_flags" in source.content


def _lengths(source: Source) -> Iterable[Case]:
    content: dict[str, Any] = source.content  # type: ignore[assignment]
    named = {"ADULT_SDS": content["adult_sds_flags"], "YOUTH_SDS": content["youth_sds_flags"]}
    for place, case in enumerate(content["cases"]):
        name = f"{place}: {case['group']}"
        if case["group"] not in _GROUPS:
            yield unknown(name)
            continue
        expected = {each: case[each] for each in _EXPECTS if each in case}
        yield Case(name, expected, _length(case, named.get(case["group"], []), tuple(expected)))


def _length(case: Mapping[str, Any], flags: list[str], asked: tuple[str, ...]) -> Callable[[], object]:
    def run() -> object:
        from throughcare.casework.recall.rules import (
            Length,
            NewOffence,
            RecallFacts,
            Said,
            SentenceGroup,
            recall_length,
        )

        answers = {
            _FLAGS[flag]: Said.YES if given else Said.NO
            for flag, given in zip(flags, case.get("flags") or [], strict=False)
        }
        facts = RecallFacts(
            SentenceGroup(_GROUPS[case["group"]]),
            new_offence=NewOffence(_NEW_OFFENCE[case.get("new_offence")]),
            answers=answers,
        )
        ruling = recall_length(facts, _ON)
        answer = {
            "fixed_term_mandatory": ruling.required is Length.FIXED_TERM,
            "standard_mandatory": ruling.required is Length.STANDARD,
            "discretionary": ruling.required is None,
        }
        return {each: answer[each] for each in asked}

    return run


def _is_dates(source: Source) -> bool:
    content = source.content
    if not isinstance(content, dict) or not isinstance(content.get("cases"), list):
        return False
    return bool(content["cases"]) and all(
        isinstance(case, dict)
        and any(
            str(sentence.get("recall", {}).get("recallType")).startswith("FIXED_TERM_RECALL")
            for sentence in case.get("in", {}).get("sentences", [])
        )
        for case in content["cases"]
    )


def _dates(source: Source) -> Iterable[Case]:
    content: dict[str, Any] = source.content  # type: ignore[assignment]
    for case in content["cases"]:
        out, dates = case["out"], case["out"]["dates"]
        expected = {name: dates.get(name) for name in ("PRRD", "SLED", "ESED")}
        tranche = (out.get("tranches") or {}).get("FTR_56")
        left = tuple(why for name, why in _LEFT.items() if name in dates)
        if tranche:
            expected["tranche"] = tranche
        yield Case(case["id"], expected, _release(case["in"], tranche is not None), not_compared=left)


def _release(given: Mapping[str, Any], with_tranche: bool) -> Callable[[], object]:
    def run() -> object:
        answer = _answer(given)
        return answer if with_tranche else {name: told for name, told in answer.items() if name != "tranche"}

    return run


def _answer(given: Mapping[str, Any]) -> dict[str, object]:
    """The dates of one case: runs of terms first, then the recalled ones against the release of what else runs."""
    from throughcare.casework.recall.rules import OnLicence, sentences_touched

    runs = _told_runs(given)
    revoked = max(_day(run.recall["revocationDate"]) for run in runs if run.recall)
    on_licence = [
        OnLicence(place, place, "", bool(run.recall), run.expires) for place, run in enumerate(runs)
    ]
    recalled = [runs[one.key] for one in sentences_touched(on_licence, revoked)]
    released, tranche = _released(given, recalled, revoked, _held_until(given, runs))
    return {
        "PRRD": released.isoformat() if released else None,
        "SLED": max(run.expires for run in runs).isoformat(),
        "ESED": max(run.last for run in runs).isoformat(),
        "tranche": f"FTR_56_TRANCHE_{tranche}" if tranche else None,
    }


def _told_runs(given: Mapping[str, Any]) -> list[_Run]:
    """The runs of a case with what moves their last days."""
    from throughcare.casework.recall.rules import expires_on

    runs = _runs(given["sentences"])
    for run in runs:
        run.away = [one for one in _away(given) if one.last >= run.first]
        run.expires = expires_on(run.last, run.away, _credit(given, run))
    return runs


def _away(given: Mapping[str, Any]) -> list[Any]:
    """The days at large that the file counts, which are sometimes fewer than those between the two it names."""
    from throughcare.casework.recall.rules import Away

    return [
        Away(_day(one["fromDate"]), _day(one["fromDate"]) + timedelta(days=one["numberOfDays"] - 1))
        for one in given["adjustments"].get("UNLAWFULLY_AT_LARGE", [])
    ]


def _held_until(given: Mapping[str, Any], runs: list[_Run]) -> date | None:
    """The release of what runs without a recall."""
    from throughcare.casework.courts.rules.release import standard_release
    from throughcare.casework.recall.rules import expires_on

    found = []
    for run in runs:
        release = None if run.recall else standard_release(run.first, run.last, run.first)
        if release is not None:
            found.append(expires_on(release.on, run.away, _credit(given, run)))
    return max(found, default=None)


def _released(
    given: Mapping[str, Any], recalled: list[_Run], revoked: date, held_until: date | None
) -> tuple[date | None, int]:
    """The day of release by the recall, and the tranche."""
    from throughcare.casework.recall.rules import Served, release_after_recall, tranche_of

    first = max((run.recall for run in recalled), key=lambda one: str(one["revocationDate"]))
    returned, longest = (
        _day(first["returnToCustodyDate"]),
        max((run.last - run.first).days + 1 for run in recalled),
    )
    tranche = tranche_of(longest, revoked, returned)
    served = Served(
        revoked, returned, int(first["recallType"].removeprefix("FIXED_TERM_RECALL_")), longest,
        max(run.expires for run in recalled), _away(given), _added(given, returned), held_until,
    )  # fmt: skip
    released = release_after_recall(served)
    return (released.on if released else None), tranche[0] if tranche else 0


class _Run:
    """Terms served one after another: the first and the last day, the recall of them if there is one, and what moves them."""

    def __init__(self, sentences: list[Mapping[str, Any]]) -> None:
        from throughcare.casework.courts.rules.terms import last_day_of_run, read_term

        self.first = _day(sentences[0]["sentencedAt"])
        terms = [
            read_term(
                " ".join(
                    f"{number} {unit.lower()}" for unit, number in one["duration"]["durationElements"].items()
                )
            )
            for one in sentences
        ]
        self.last = last_day_of_run(self.first, terms)
        self.recall: Mapping[str, Any] = next((one["recall"] for one in sentences if "recall" in one), {})
        self.away: list[Any] = []
        self.expires = self.last


def _runs(sentences: list[Mapping[str, Any]]) -> list[_Run]:
    """Every way through sentences that follow one another, from one that follows none to one that none follows."""
    by = {one.get("identifier", place): one for place, one in enumerate(sentences)}
    followed = {before for one in sentences for before in one.get("consecutiveSentenceUUIDs", [])}

    def back(key: Any) -> list[list[Mapping[str, Any]]]:
        before = by[key].get("consecutiveSentenceUUIDs", [])
        return [[*way, by[key]] for one in before for way in back(one)] if before else [[by[key]]]

    return [_Run(way) for key in by if key not in followed for way in back(key)]


def _credit(given: Mapping[str, Any], run: _Run) -> int:
    """Days on remand or tagged bail that count towards a run: those told of a sentence from no later than it begins."""
    return sum(
        one["numberOfDays"]
        for kind in ("REMAND", "RECALL_REMAND", "TAGGED_BAIL", "RECALL_TAGGED_BAIL")
        for one in given["adjustments"].get(kind, [])
        if _day(one["appliesToSentencesFrom"]) <= run.first
    )


def _added(given: Mapping[str, Any], since: date) -> int:
    def told(kind: str) -> int:
        rows = given["adjustments"].get(kind, [])
        return sum(one["numberOfDays"] for one in rows if _day(one["appliesToSentencesFrom"]) >= since)

    return max(0, told("ADDITIONAL_DAYS_AWARDED") - told("RESTORATION_OF_ADDITIONAL_DAYS_AWARDED"))


def _day(text: str) -> date:
    return date.fromisoformat(text)


ADAPTERS = (
    Adapter("length of a recall", _is_lengths, _lengths),
    Adapter("end of a fixed-term recall", _is_dates, _dates),
)
