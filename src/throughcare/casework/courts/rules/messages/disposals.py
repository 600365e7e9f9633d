"""What a matter's results come to: an outcome and a sentence where every part is understood, and the rest to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..words import Outcome, RequirementKind, SentenceKind
from .dividing import FIRST_OF_OUTCOMES, meaning_of, told_apart
from .matter import Matter, ResultSaid
from .meanings import Meanings, Means
from .prompts import amount_in, programme_in

_UP_TO = re.compile(r"\bup to\b|\bmaximum\b|\bmost\b", re.IGNORECASE)
_REPORTS = {
    "standard": ("standard",),
    "fast": ("fast", "short format"),
    "oral": ("oral", "verbal", "stand down"),
}


@dataclass
class Passed:
    """What was gathered of a matter's results."""

    outcomes: list[Outcome] = field(default_factory=list)
    sentences: dict[tuple[str, str], ResultSaid] = field(default_factory=dict)
    requirements: list[str] = field(default_factory=list)
    report: str = ""

    @property
    def one_sentence(self) -> tuple[SentenceKind, ResultSaid] | None:
        """The one sentence that was passed; None where there was none, or where what was passed for an offence differs."""
        if len(self.sentences) != 1:
            return None
        [((kind, _), result)] = self.sentences.items()
        return SentenceKind(kind), result


@dataclass(frozen=True)
class HowItRuns:
    """The columns of a sentence as it can be recorded, how it runs beside another among them; or why it cannot be.

    ``asks`` is what was taken so and has to be asked about.
    """

    columns: dict[str, str] = field(default_factory=dict)
    because: str = ""
    asks: str = ""


def gather(matter: Matter, meanings: Meanings) -> Passed:
    """Everything that a matter's results come to; what no list knows is asked about with the court's words."""
    passed = Passed()
    for result in dict.fromkeys(result for _, result in matter.results):
        _take(matter, passed, result, meanings)
    return passed


def settle(matter: Matter, row: dict[str, str], passed: Passed, runs: HowItRuns) -> dict[str, str]:
    """The row with what the results come to; what is not understood is asked about, with the court's words."""
    if len(passed.sentences) > 1:
        because = "more than one sentence was passed for the same offence: record what the court meant"
        matter.ask("result", _words(passed.sentences.values()), because)
        return row
    if passed.one_sentence:
        return _sentenced(matter, row, passed, runs)
    if passed.requirements:
        because = "a requirement was set and no order that it belongs to is understood"
        matter.ask("result", "; ".join(passed.requirements), because)
    outcome = next((one for one in FIRST_OF_OUTCOMES if one in passed.outcomes), None)
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


def _take(matter: Matter, passed: Passed, result: ResultSaid, meanings: Meanings) -> None:
    meaning = meaning_of(result, meanings)
    if meaning is None:
        matter.ask(
            "result", result.words, "no list says what this result means: it waits with the court's words"
        )
        return
    if meaning.means == Means.SENTENCE:
        passed.sentences.setdefault(told_apart(meaning.value, result), result)
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


def _sentenced(matter: Matter, row: dict[str, str], passed: Passed, runs: HowItRuns) -> dict[str, str]:
    assert passed.one_sentence is not None
    kind, result = passed.one_sentence
    if runs.because:
        matter.ask("result", result.words, f"a {kind} was passed {runs.because}: record it")
        return row
    made = row | {"outcome": Outcome.SENTENCED.value, "sentence_kind": kind.value} | runs.columns
    made |= _passed_on(matter, row, result)
    if passed.requirements:
        made["requirements"] = "; ".join(dict.fromkeys(passed.requirements))
    matter.ask("sentence", result.words, f"was taken for a {kind}: see that it is what the court passed")
    if runs.asks:
        matter.ask("runs", result.words, runs.asks)
    return made


def _passed_on(matter: Matter, row: dict[str, str], result: ResultSaid) -> dict[str, str]:
    """The day on which a sentence was passed, where the hearing has more days than one: no day before it is listed still."""
    days = sorted({day.on.isoformat(): day for day in matter.days}.items())
    on = result.ordered_on[:10]
    if not on or on == row["hearing_date"]:
        return {}
    if on not in dict(days):
        matter.ask(
            "sentence",
            result.ordered_on,
            "is the day of the order, and no day of this hearing: which is right?",
        )
        return {}
    later = "; ".join(f"{day.on.isoformat()} {day.session}" for said, day in days if said > on)
    return {"hearing_date": on, "session": dict(days)[on].session.value, "also_listed": later}


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
