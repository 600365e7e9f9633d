"""Papers about a failure, each version with what was done with it, and what the record holds now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.casework.people.rules.languages import written_to_in
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.absences import contact_terms
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from ..models import Failure, FailureStep, Paper, PaperStep
from ..rules import Fact, Known, Move, PaperDeed, PaperKind, Part, as_sentences, changed
from .windows import position_of, warnings_in

_SENTENCES = {
    "community_order": "community order",
    "suspended_sentence_order": "suspended sentence order",
    "custody_under_12_months": "licence",
    "custody_12_months_or_more": "licence",
}


@dataclass(frozen=True)
class PaperStands:
    """One version of a paper with what was done with it, in order."""

    row: Paper
    steps: tuple[PaperStep, ...]

    @property
    def done(self) -> list[PaperDeed]:
        """What was done with it."""
        return [PaperDeed(step.deed) for step in self.steps]

    @property
    def parts(self) -> list[Part]:
        """Its parts."""
        return [Part(one["heading"], one["text"]) for one in self.row.parts]

    @property
    def record(self) -> list[Fact]:
        """What the record held when it was written."""
        return [Fact(one["what"], one["says"]) for one in self.row.record]


def papers_of(failure_id: UUID) -> list[PaperStands]:
    """Every version of every paper about a failure, the newest first; two questions."""
    rows = list(Paper.objects.filter(failure=failure_id).order_by("kind", "-number"))
    return _with_steps(rows)


def paper_of(paper_id: UUID) -> PaperStands | None:
    """One version of a paper, or None where there is none to be seen."""
    return next(iter(_with_steps(list(Paper.objects.filter(id=paper_id)))), None)


def newest(failure_id: UUID, kind: PaperKind) -> PaperStands | None:
    """The newest version of a paper of a kind; None where none was written."""
    rows = list(Paper.objects.filter(failure=failure_id, kind=kind).order_by("-number")[:1])
    return next(iter(_with_steps(rows)), None)


def is_signed(failure_id: UUID, kind: PaperKind) -> bool:
    """Whether the newest version of a paper of a kind is signed."""
    found = newest(failure_id, kind)
    return found is not None and PaperDeed.SIGNED in found.done


def _with_steps(rows: Iterable[Paper]) -> list[PaperStands]:
    known = list(rows)
    steps = (
        list(PaperStep.objects.filter(paper__in=[row.id for row in known]).order_by("at", "id"))
        if known
        else []
    )
    return [PaperStands(row, tuple(one for one in steps if one.paper_id == row.id)) for row in known]


def record_now(row: Failure) -> tuple[Fact, ...]:
    """What the record holds of a failure now: the contact as it stands, its notices, earlier failures and warnings, and what was ordered."""
    return (*_contact(row), *_said(row), *_earlier(row), *_ordered(row))


def _contact(row: Failure) -> list[Fact]:
    stands = supervision.contacts_as_they_stand([row.contact_id]).get(row.contact_id)
    if stands is None:
        return []
    on = f"{day_of(stands.happened_at):%-d %B %Y}"
    reason = stands.absence.value if stands.absence else "none accepted"
    return [
        Fact(f"Failure {row.number}, what was missed", f"{stands.kind.words}, {on}"),
        Fact(f"Failure {row.number}, what came of it", stands.outcome.value),
        Fact(f"Failure {row.number}, reason", reason),
        Fact(f"Failure {row.number}, evidence", stands.evidence.value if stands.evidence else "not said"),
        Fact(f"Failure {row.number}, as recorded", as_sentences(stands.what, stands.note)),
    ]


def _said(row: Failure) -> list[Fact]:
    told = FailureStep.objects.filter(failure=row.id, move__in=[Move.REFERRED, Move.ANSWERED]).order_by(
        "number"
    )
    return [Fact(f"Notice {n}, {one.on:%-d %B %Y}", one.note) for n, one in enumerate(told, 1)]


def _earlier(row: Failure) -> list[Fact]:
    place = position_of(row)
    others = Failure.objects.filter(case=row.case_id, number__lt=row.number).order_by("number")
    return [
        Fact("Failures within the time that counts", str(place.number)),
        *(
            Fact(f"Failure {one.number}, {one.failed_on:%-d %B %Y}", f"{one.what}: {one.state}")
            for one in others
        ),
        *(Fact(f"Warning sent on {on:%-d %B %Y}", "sent") for on in sorted(warnings_in(row))),
    ]


def _ordered(row: Failure) -> list[Fact]:
    found = [one for one in courts.sentences_of(row.person_id) if one.state in {"in force", "in breach"}]
    return [
        Fact(f"{one.kind.capitalize()} of {one.imposed_on:%-d %B %Y}", "; ".join([one.length, *(f"{r.kind}: {r.said}" for r in one.requirements)]))
        for one in found
    ]  # fmt: skip


def known_of(row: Failure) -> Known:
    """What a draft about a failure is made from."""
    place = position_of(row)
    names = people.names_of([row.person_id])
    if row.person_id not in names:
        raise Refused("There is no such person, or they are not yours to see.")
    return Known(
        names[row.person_id].name, row.failed_on, row.what.lower(), row.sentence, _SENTENCES.get(row.sentence, "order"),
        contact_terms(row.failed_on).table.within_months, place.number, str(place.finding.clause), record_now(row),
        _language(row),
    )  # fmt: skip


def _language(row: Failure) -> str:
    page = people.person_page(row.person_id, on=row.failed_on)
    return written_to_in(page.first_language if page else "")


def since_written(paper: PaperStands, row: Failure) -> list[str]:
    """What changed in the record since a version was written."""
    return changed(paper.record, record_now(row))


def as_kept(parts: Iterable[Part | Fact]) -> list[dict[str, str]]:
    """Parts or facts as their row keeps them."""
    return [asdict(one) for one in parts]
