"""What a matter's results come to: an outcome and a sentence where every part is understood, and the rest to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..words import Outcome
from .matter import Matter, ResultSaid
from .meanings import CodeList, Meaning, Meanings, Means, key_of

_LENGTH = re.compile(r"(\d{1,5})\s*(hour|day|week|month|year)s?", re.IGNORECASE)
_UNIT = re.compile(r"\b(hour|day|week|month|year)s?\b", re.IGNORECASE)
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
        (kind, length), result = next(iter(passed.sentences.items()))
        return _sentenced(matter, row, passed, kind, length, result)
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
        passed.sentences.setdefault((meaning.value, _length_of(result)), result)
    elif meaning.means == Means.REQUIREMENT:
        passed.requirements.append(" ".join(part for part in (meaning.value, _length_of(result)) if part))
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
    matter: Matter, row: dict[str, str], passed: _Passed, kind: str, length: str, result: ResultSaid
) -> dict[str, str]:
    number, _, unit = length.partition(" ")
    if not length and kind != "life sentence":
        matter.ask("result", result.words, f"a {kind} was passed and its length is not understood: record it")
        return row
    made = row | {"outcome": Outcome.SENTENCED.value, "sentence_kind": kind}
    if length:
        made |= {"sentence_length": number, "sentence_unit": unit}
    if passed.requirements:
        made["requirements"] = "; ".join(dict.fromkeys(passed.requirements))
    matter.ask("sentence", result.words, f"was taken for a {kind}: see that it is what the court passed")
    return made


def _length_of(result: ResultSaid) -> str:
    """The one length among a result's prompts, as “12 months”; empty where there is none or more than one."""
    found = {
        one for label, reference, value in result.prompts if (one := _length_in(label, reference, value))
    }
    return found.pop() if len(found) == 1 else ""


def _length_in(label: str, reference: str, value: str) -> str:
    whole = _LENGTH.fullmatch(value.strip())
    if whole:
        return f"{int(whole[1])} {whole[2].lower()}s"
    spelt = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{label} {reference}")
    units = {unit.lower() for unit in _UNIT.findall(spelt)}
    if value.strip().isdecimal() and value.isascii() and len(units) == 1:
        return f"{int(value)} {units.pop()}s" if len(value.strip()) <= 5 else ""
    return ""


def _report_in(result: ResultSaid) -> str:
    said = result.words.casefold()
    return next((kind for kind, words in _REPORTS.items() if any(word in said for word in words)), "")


def _words(results: Iterable[ResultSaid]) -> str:
    return "\n\n".join(result.words for result in results)
