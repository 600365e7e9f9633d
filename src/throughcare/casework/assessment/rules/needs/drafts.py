"""A draft that is saved at every step and never lost: what was said before stays in its log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from throughcare.foundation.kernel import MemberId, Refused

from .translation import Answer


class Origin(Enum):
    """Where an answer comes from."""

    PERSON = "the person said so"
    PRACTITIONER = "the practitioner's judgement"
    RECORD = "prefilled from the record"
    EARLIER_ASSESSMENT = "prefilled from an earlier assessment"


@dataclass(frozen=True)
class Answered:
    """One answer, where it comes from (``source`` in words), since when it has been known, and how sure we are."""

    value: Answer
    origin: Origin
    source: str
    at: datetime
    by: MemberId | None = None
    sure: bool = True


def is_on_record(one: Answered) -> bool:
    """Whether an answer is what a register says and nobody has said otherwise: it is not asked, and follows the register."""
    return one.origin is Origin.RECORD and not one.sure and one.value is not None


@dataclass(frozen=True)
class Saved:
    """One line of a draft's log: which question, what it said from then on, and at which version."""

    question: str
    answered: Answered
    version: int


@dataclass(frozen=True)
class Draft:
    """Answers as they stand, the version they stand at, and everything that was ever saved."""

    version: int = 0
    answers: Mapping[str, Answered] = field(default_factory=dict)
    log: tuple[Saved, ...] = ()

    def changed_since(self, version: int) -> set[str]:
        """Questions saved after a version."""
        return {line.question for line in self.log if line.version > version}


def save(draft: Draft, changes: Mapping[str, Answered], *, based_on: int) -> Draft:
    """The draft with these answers saved, one version on.

    Two people may fill different questions of one draft at once; the same question saved by somebody
    else since ``based_on`` is refused, so that neither answer disappears unseen. Saving what is already
    there changes nothing, so a repeated request is harmless.
    """
    if not 0 <= based_on <= draft.version:
        raise Refused(f"this draft is at version {draft.version}, not {based_on}", field="version")
    new = {question: one for question, one in changes.items() if draft.answers.get(question) != one}
    clash = sorted(new.keys() & draft.changed_since(based_on))
    if clash:
        raise Refused(f"somebody else has changed {', '.join(clash)} since you opened it", field=clash[0])
    if not new:
        return draft
    version = draft.version + 1
    lines = tuple(Saved(question, one, version) for question, one in new.items())
    return replace(draft, version=version, answers={**draft.answers, **new}, log=(*draft.log, *lines))


def as_at(draft: Draft, version: int) -> Draft:
    """The draft as it stood at an earlier version, from its log alone."""
    log = tuple(line for line in draft.log if line.version <= version)
    return Draft(min(version, draft.version), {line.question: line.answered for line in log}, log)
