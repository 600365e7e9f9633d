"""What a matter's results come to: an outcome and a sentence where every part is understood, and the rest to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..words import Outcome, RequirementKind, SentenceKind
from .matter import Matter, ResultSaid
from .meanings import CodeList, Meaning, Meanings, Means, key_of
from .prompts import amount_in, columns_of, parts_of, programme_in, runs_after_another

_UP_TO = re.compile(r"\bup to\b|\bmaximum\b|\bmost\b", re.IGNORECASE)
_REPORTS = {
    "standard": ("standard",),
    "fast": ("fast", "short format"),
    "oral": ("oral", "verbal", "stand down"),
}
# Of several outcomes at one hearing, the first of these says what became of the matter.
_FIRST = (
    Outcome.SENTENCED, Outcome.COMMITTED, Outcome.WARRANT, Outcome.REPORT_REQUESTED, Outcome.ADJOURNED,
    Outcome.NOT_PROBATION, Outcome.DISMISSED,
)  # fmt: skip


@dataclass
class _Passed:
    """What was gathered of a matter's results."""

    outcomes: list[Outcome] = field(default_factory=list)
    sentences: dict[tuple[str, str], ResultSaid] = field(default_factory=dict)
    requirements: list[str] = field(default_factory=list)
    report: str = ""


def meaning_of(result: ResultSaid, meanings: Meanings) -> Meaning | None:
    """What a result means by its code, or by its label where the code says nothing."""
    for which, code in ((CodeList.RESULT_CODE, result.code), (CodeList.RESULT_LABEL, result.label)):
        if code and (found := meanings.get(key_of(which, code))):
            return found
    return None


def settle(matter: Matter, row: dict[str, str], meanings: Meanings) -> dict[str, str]:
    """The row with what the results come to; what is not understood is asked about, with the court's words."""
    passed = _Passed()
    for result in dict.fromkeys(result for _, result in matter.results):
        _take(matter, passed, result, meanings)
    if len(passed.sentences) > 1:
        because = "more than one sentence was passed at this hearing: record each"
        matter.ask("result", _words(passed.sentences.values()), because)
        return row
    if passed.sentences:
        (kind, _), result = next(iter(passed.sentences.items()))
        if runs_after_another(result):
            because = "a sentence was passed that runs after another, and which that is is not understood: record it"
            matter.ask("result", result.words, because)
            return row
        return _sentenced(matter, row, passed, SentenceKind(kind), result)
    if passed.requirements:
        because = "a requirement was set and no order that it belongs to is understood"
        matter.ask("result", "; ".join(passed.requirements), because)
    outcome = next((one for one in _FIRST if one in passed.outcomes), None)
    if outcome is None:
        return row
    made = row | {"outcome": outcome.value}
    if outcome is Outcome.REPORT_REQUESTED:
        made["report_kind"] = passed.report or "standard"
        if not passed.report:
            matter.ask(
                "report_kind", "", "the court did not say how full a report it wants: taken for standard"
            )
    return made


def _take(matter: Matter, passed: _Passed, result: ResultSaid, meanings: Meanings) -> None:
    meaning = meaning_of(result, meanings)
    if meaning is None:
        matter.ask(
            "result", result.words, "no list says what this result means: it waits with the court's words"
        )
        return
    if meaning.means == Means.SENTENCE:
        # Two terms alike are one sentence said twice, unless one of them runs after the other.
        alike = result.words if runs_after_another(result) else str(sorted(parts_of(result).by_part.items()))
        passed.sentences.setdefault((meaning.value, alike), result)
    elif meaning.means == Means.REQUIREMENT:
        passed.requirements.append(_requirement(meaning.value, result))
    elif meaning.means == Means.OUTCOME:
        passed.outcomes.append(Outcome(meaning.value))
        if meaning.value == Outcome.REPORT_REQUESTED:
            passed.report = passed.report or _report_in(result)
        if result.prompts:
            matter.ask(
                "result",
                result.words,
                "was taken for “" + meaning.value + "”; what else it says is kept here",
            )


def _sentenced(
    matter: Matter, row: dict[str, str], passed: _Passed, kind: SentenceKind, result: ResultSaid
) -> dict[str, str]:
    columns = columns_of(kind, parts_of(result))
    if columns is None:
        matter.ask("result", result.words, f"a {kind} was passed and its length is not understood: record it")
        return row
    made = row | {"outcome": Outcome.SENTENCED.value, "sentence_kind": kind.value} | columns
    if passed.requirements:
        made["requirements"] = "; ".join(dict.fromkeys(passed.requirements))
    matter.ask("sentence", result.words, f"was taken for a {kind}: see that it is what the court passed")
    return made


def _length_of(result: ResultSaid) -> str:
    """The one length among a result's prompts, as “12 months”; empty where there is none or more than one."""
    found = {one for label, reference, value in result.prompts if (one := amount_in(label, reference, value))}
    return found.pop() if len(found) == 1 else ""


def _requirement(kind: str, result: ResultSaid) -> str:
    name = programme_in(result) if kind == RequirementKind.PROGRAMME else ""
    most = "up to" if _UP_TO.search(" ".join(label for label, _, _ in result.prompts)) else ""
    length = _length_of(result)
    return " ".join(part for part in (kind, name, most if length else "", length) if part)


def _report_in(result: ResultSaid) -> str:
    said = result.words.casefold()
    return next((kind for kind, words in _REPORTS.items() if any(word in said for word in words)), "")


def _words(results: Iterable[ResultSaid]) -> str:
    return "\n\n".join(result.words for result in results)
