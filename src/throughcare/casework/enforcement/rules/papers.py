"""Papers drawn from the record: what each says at first, what the record held when it was written, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from throughcare.casework.people.rules.languages import ENGLISH, WELSH
from throughcare.foundation.kernel import Refused

from .known import Fact, Known, Part
from .welsh import WELSH_DRAFTS
from .words import FailureState, Move, PaperDeed, PaperKind

LONGEST_PART = 6000


def changed(before: Iterable[Fact], now: Iterable[Fact]) -> list[str]:
    """What changed in the record since a paper was written: what is new, what is gone, and what says something else."""
    old, new = {one.what: one.says for one in before}, {one.what: one.says for one in now}
    return [
        *(f"New: {what}: {says}" for what, says in new.items() if what not in old),
        *(f"No longer there: {what}: {says}" for what, says in old.items() if what not in new),
        *(f"Changed: {what}: was “{old[what]}”, is “{says}”" for what, says in new.items() if what in old and old[what] != says),
    ]  # fmt: skip


def drafted(kind: PaperKind, known: Known) -> tuple[Part, ...]:
    """What a paper says at first, in plain words, from the record alone; in the person's language where it has a template."""
    if language_of(kind, known.language) == WELSH:
        return tuple(Part(heading, text) for heading, text in WELSH_DRAFTS[kind](known))
    return _DRAFTS[kind](known)


def language_of(kind: PaperKind, language: str) -> str:
    """The language in which a paper of a kind is drawn for somebody: their own where there is a template, else English."""
    return WELSH if language == WELSH and kind in WELSH_DRAFTS else ENGLISH


def _warning(known: Known) -> tuple[Part, ...]:
    missed = f"Our record says that on {known.failed_on:%-d %B %Y} you did not keep to your {known.order}: {known.what}."
    return (
        Part("What happened", f"{missed} We do not hold a reason that we can accept."),
        Part("This is a warning", f"This is not acceptable. If there is another failure within {known.within_months} months of this one, you may be taken back to court. ({known.law})"),
        Part("If you had a good reason", "Tell us now, and show us what proves it: a letter, a text message or the name of somebody we can ring."),
        Part("What to do next", "Come to your next appointment. If you are not sure when it is, ask us today."),
    )  # fmt: skip


def _licence(known: Known) -> tuple[Part, ...]:
    missed = (
        f"Our record says that on {known.failed_on:%-d %B %Y} you did not keep to your licence: {known.what}."
    )
    return (
        Part("What happened", f"{missed} We do not hold a reason that we can accept."),
        Part(
            "This is a warning", "This is not acceptable. If it happens again you may be recalled to prison."
        ),
        Part("If you had a good reason", "Tell us now, and show us what proves it."),
    )


def _report(known: Known) -> tuple[Part, ...]:
    return (
        Part("The order", f"{known.name}: {known.order}."),
        Part("The failure", f"On {known.failed_on:%-d %B %Y}: {known.what}. Failure {known.number} within {known.within_months} months. ({known.law})"),
        Part("What the record holds", _listed(known.facts)),
        Part("What was said of it", "Say what reasons were offered, what showed them, and why they were or were not accepted."),
        Part("How the order has gone", "Say what was done well as well as what was not."),
        Part("What is proposed to the court", "Say what is proposed, and why."),
    )  # fmt: skip


def _withdrawal(known: Known) -> tuple[Part, ...]:
    return (
        Part("We withdraw our warning", f"We wrote to you about {known.failed_on:%-d %B %Y} ({known.what}). We now hold a reason that we accept, so that warning is withdrawn and does not count."),
        Part("What to do next", "You need do nothing. Come to your next appointment."),
    )  # fmt: skip


def _listed(facts: Sequence[Fact]) -> str:
    return "\n".join(f"{one.what}: {one.says}" for one in facts) or "Nothing is recorded."


_DRAFTS = {
    PaperKind.WARNING: _warning,
    PaperKind.LICENCE: _licence,
    PaperKind.REPORT: _report,
    PaperKind.WITHDRAWAL: _withdrawal,
}

WRITTEN_WHILE: Mapping[PaperKind, frozenset[FailureState]] = {
    PaperKind.WARNING: frozenset({FailureState.WARNING}),
    PaperKind.LICENCE: frozenset({FailureState.WARNING}),
    PaperKind.REPORT: frozenset({FailureState.BREACH, FailureState.IN_COURT}),
    PaperKind.WITHDRAWAL: frozenset({FailureState.WITHDRAWING}),
}
"""Where a failure stands while a paper of a kind is written and goes out: never about one that was rescinded."""
BRINGS_ABOUT: Mapping[PaperKind, Move] = {
    PaperKind.WARNING: Move.LETTER_SENT,
    PaperKind.LICENCE: Move.LETTER_SENT,
    PaperKind.WITHDRAWAL: Move.WITHDRAWN,
}
"""What it does to the failure when a paper of a kind is delivered."""


def check_written(kind: PaperKind, state: FailureState, *, licence: bool) -> None:
    """Refuse a paper that there is nothing to write about, or of the wrong kind for what is being served."""
    if state not in WRITTEN_WHILE[kind]:
        raise Refused(f"This failure is “{state}”: no {kind} is written about it now.", field="kind")
    if kind is (PaperKind.WARNING if licence else PaperKind.LICENCE):
        raise Refused(f"A {kind} is not for what this person is serving.", field="kind")
    if kind is PaperKind.REPORT and licence:
        raise Refused("A breach report is about an order, not a licence.", field="kind")


def check_parts(parts: Sequence[Part]) -> None:
    """Refuse a paper without words, or with a part that is too long."""
    if not parts or not all(one.heading.strip() and one.text.strip() for one in parts):
        raise Refused("Each part of a paper has a heading and says something.", field="text")
    if any(len(one.text) > LONGEST_PART or len(one.heading) > 100 for one in parts):
        raise Refused(f"A part has at most {LONGEST_PART} characters, and its heading 100.", field="text")


def check_deed(
    deed: PaperDeed, done: Sequence[PaperDeed], *, own: bool, newest: bool, since: Sequence[str]
) -> None:
    """Refuse what is done out of turn: somebody else than the writer reviews, then it is signed, then delivered, the newest alone.

    ``since`` is what changed in the record since it was written: a paper that the record has left behind goes no further.
    """
    if not newest:
        raise Refused("There is a newer version of this paper. Look at that one.")
    if deed in done:
        raise Refused(f"This version is {deed} already.")
    if deed is PaperDeed.REVIEWED and own:
        raise Refused("Somebody else than its writer reviews a paper.")
    if deed is PaperDeed.SIGNED and PaperDeed.REVIEWED not in done:
        raise Refused("A paper is reviewed before it is signed.")
    if deed is PaperDeed.DELIVERED and PaperDeed.SIGNED not in done:
        raise Refused("A paper is signed before it goes out.")
    if since:
        raise Refused(f"The record changed since this was written. Write it anew. {since[0]}")


def as_sentences(what: str, note: str) -> str:
    """What was missed and what was noted of it, the one after the other as sentences."""
    if not what or not note:
        return what or note
    return f"{what}{'' if what.endswith(('.', '?', '!')) else '.'} {note}"
