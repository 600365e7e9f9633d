"""Starting an assessment, saving its answers, and analysing the risk of serious harm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import who
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import MemberId, Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..events import HarmLevelAssessed
from ..models import FINISHED, AnswerSaved, Assessment
from ..rules.harm import keeping
from ..rules.harm.analysis import HarmAnalysis, check_complete
from ..rules.harm.tables import harm_on
from ..rules.needs.drafts import Answered, Draft, Origin, as_at, save
from ..rules.needs.prefill import prefill
from ..rules.needs.sections import AnswerSet
from ..rules.questions import check_answer
from ..rules.tier.registers import HARM, level_falls
from ..rules.where_asked import words_of
from ..store.drafts import answers_of, as_kept, change, check_version, draft_of, editable
from .prefill_sources import OLDEST, known_of, with_record
from .registering import levels_of, register
from .tiering import work_out


@action(Permission.WRITE_ASSESSMENT)
def start_assessment(
    *, by: Member, at: datetime, person_id: UUID, answer_set: AnswerSet = AnswerSet.OLDER_SECTIONS
) -> UUID:
    """Start an assessment, filled from what is known, each answer saying where it comes from; returns its id."""
    concerns(person_id)
    if person_id not in people.living([person_id]):
        raise Refused(
            "This person's death is recorded: nobody is assessed after it. Where that was a mistake, take it back."
        )
    previous = (
        Assessment.objects.filter(person_id=person_id, state__in=FINISHED).order_by("-started_at").first()
    )
    known = known_of(person_id, answers_of(previous) if previous else {}, at=at, which=answer_set)
    filled = prefill(known, at=at, oldest=OLDEST)
    made = Assessment(
        person_id=person_id, answer_set=answer_set.value, previous=previous, started_at=at, started_by=by.id,
        answers={name: as_kept(one) for name, one in filled.answers.items()},
        left_open={name: finding.because for name, finding in filled.left_open.items()}, version=1,
    )  # fmt: skip
    insert_all([made])
    insert_all(_saved(made, filled.answers, at))
    add_to_line(assessment=made.id)
    return made.id


def _saved(assessment: Assessment, answers: Mapping[str, Answered], at: datetime) -> list[AnswerSaved]:
    return [
        AnswerSaved(
            person_id=assessment.person_id, assessment_id=assessment.id, question=name, answered=as_kept(one),
            version=assessment.version, at=at,
        )
        for name, one in answers.items()
    ]  # fmt: skip


@action(Permission.WRITE_ASSESSMENT)
def save_answers(
    *,
    by: Member,
    at: datetime,
    assessment_id: UUID,
    version: int,
    answers: Mapping[str, object],
    said_by_person: Sequence[str] = (),
    confirms: bool = True,
) -> int:
    """Save some answers of a draft, based on the version they were read at; returns the version it is at now.

    Answers that stay as they were become confirmed, unless ``confirms`` is False. What the sender left as it was shown to
    them never undoes what somebody else has saved since; the same question answered by both is refused.
    """
    found = editable(assessment_id)
    draft = draft_of(found, -1)
    shown = as_at(draft, version).answers
    changes = {
        name: _answered(shown.get(name), draft.answers.get(name), name, value, by, at, name in said_by_person, confirms)
        for name, value in answers.items()
    }  # fmt: skip
    wanted = {name: one for name, one in changes.items() if one is not None}
    after = _saved_draft(draft, wanted, version)
    if after.version == found.version:
        return found.version
    fresh = {line.question: line.answered for line in after.log if line.version == after.version}
    change(found, answers={**found.answers, **{name: as_kept(one) for name, one in fresh.items()}})
    insert_all(_saved(found, fresh, at))
    add_to_line(version=found.version, questions=len(fresh))
    return found.version


def _saved_draft(draft: Draft, wanted: Mapping[str, Answered], version: int) -> Draft:
    try:
        return save(draft, wanted, based_on=version)
    except Refused as refusal:
        if refusal.field is None or refusal.field not in wanted:
            raise
        raise Refused(
            f"Somebody else has answered “{words_of(refusal.field)}” since you opened it. Nothing was changed.",
            field=refusal.field,
        ) from None


def _answered(
    shown: Answered | None, now: Answered | None, name: str, value: object, by: Member, at: datetime,
    by_person: bool, confirms: bool,
) -> Answered | None:  # fmt: skip
    """The answer to keep; None where nothing is to be: what was not changed by its sender, or stands already."""
    kept = check_answer(name, value)
    stands = now.value if now is not None else None
    if stands == kept:
        if now is None or now.sure or not confirms:
            return None
        return Answered(kept, now.origin, now.source, now.at, MemberId(by.id))
    if kept == (shown.value if shown is not None else None):
        return None
    own = by_person or name.endswith((".readiness", ".words"))
    origin = Origin.PERSON if own else Origin.PRACTITIONER
    return Answered(kept, origin, origin.value, at, MemberId(by.id))


def keep_record(found: Assessment, at: datetime) -> None:
    """Write into a locked draft what is on record now of what nobody has said otherwise: it is what is signed."""
    now = with_record(found.person_id, answers_of(found), at=at)
    fresh = {name: one for name, one in now.items() if found.answers.get(name) != as_kept(one)}
    if fresh:
        change(found, answers={**found.answers, **{name: as_kept(one) for name, one in fresh.items()}})
        insert_all(_saved(found, fresh, at))


@action(Permission.WRITE_ASSESSMENT)
def record_harm(
    *, by: Member, at: datetime, assessment_id: UUID, version: int, analysis: HarmAnalysis | Mapping[str, Any]
) -> int:
    """Save the analysis of risk of serious harm as far as it has come; an earlier completion no longer stands."""
    found = editable(assessment_id)
    check_version(found, version)
    read = analysis if isinstance(analysis, HarmAnalysis) else keeping.from_kept(analysis)
    _check_codes(read, at)
    change(found, harm=keeping.as_kept(read), harm_level="", harm_at=None, harm_edition="")
    return found.version


def _check_codes(analysis: HarmAnalysis, at: datetime) -> None:
    table = harm_on(day_of(at)).table
    for risk in analysis.risks:
        table.rank(risk.level)
    parts = (
        ("screening", analysis.screening, table.screening),
        ("group", [risk.group for risk in analysis.risks], table.groups),
        ("enquiry", [one.enquiry for one in analysis.enquiries], table.enquiries),
        ("measure", [one.kind for one in analysis.plan], table.measures),
    )
    for part, used, known in parts:
        strange = sorted(set(used) - set(known))
        if strange:
            raise Refused(f"There is no {part} called {strange[0]}.", field=part)
    if len({risk.group for risk in analysis.risks}) < len(analysis.risks):
        raise Refused("Each group is assessed once.", field="group")


@action(Permission.SIGN_ASSESSMENT)
def complete_harm(*, by: Member, at: datetime, assessment_id: UUID, version: int) -> str:
    """Complete the analysis of harm; returns its level. Refused with every reason while an enquiry or part is missing."""
    found = editable(assessment_id)
    check_version(found, version)
    return complete(found, by=by, at=at)


def complete(found: Assessment, *, by: Member, at: datetime) -> str:
    """Let the analysis of a locked draft be complete: its level decided and kept, a rise taken at once; returns the level."""
    edition = harm_on(day_of(at))
    level = check_complete(keeping.from_kept(found.harm), on=day_of(at), edition=edition)
    change(found, harm_level=level.level, harm_at=at, harm_edition=edition.name)
    decided = ledger.Decided(
        "risk of serious harm", level.finding.rule, edition.name, found.harm,
        {"level": level.level, "registered_as": level.registered_as}, [level.finding.because],
        person_id=found.person_id, about_id=found.id,
    )  # fmt: skip
    ledger.remember([decided], who=who(by), at=at)
    if not level_falls(levels_of([found.person_id]).get(found.person_id, ""), level.level):
        take_level(found, level.finding.because, by=by, at=at)
    return level.level


def take_level(found: Assessment, because: str, *, by: Member, at: datetime) -> None:
    """Let an assessment's level of harm be the person's: registered, told, and the tier worked out again.

    A rise is taken when the analysis is complete, a fall only when the assessment is signed by two.
    """
    register(found.person_id, HARM, found.harm_level, by=by, at=at, because=because, about=found.id)
    announce(HarmLevelAssessed(found.id, found.person_id), at=at, by=by.id)
    work_out([found.person_id], by=by, at=at)
