"""A later message of a hearing that was only listed: it amends what is listed, and what changed is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.audit.trail import concerns

from ..models import Appearance, AppearanceOffence, CourtQuestion
from ..rules import Outcome, ResultRow
from ..store import Sifted
from ..store.linking import Key, key_of
from .writing import Hung, court_window, hang_on, hearings_of


def amend_listed(
    sifted: Sifted,
    sentence_of: Mapping[Key, UUID],
    *,
    import_id: UUID,
    unit_id: UUID,
    at: datetime,
) -> dict[int, UUID]:
    """Bring listed appearances up to a later message: outcome, day, offences, sentence; each change is put down.

    Returns whose each line is.
    """
    rows = sifted.listed_before
    if not rows:
        return {}
    hearings = hearings_of(rows, unit_id)
    found = Appearance.objects.select_for_update().filter(
        result_ref__in=[row.result_ref for row in rows], outcome=Outcome.LISTED, replaced_at=None
    )
    listed = {(a.court_code, a.result_ref): a for a in found}
    concerns(a.person_id for a in listed.values())
    for row in rows:
        appearance = listed[(row.court_code, row.result_ref)]
        offences = list(AppearanceOffence.objects.filter(appearance=appearance))
        changed = _changed(appearance, offences, row)
        appearance.outcome, appearance.digest, appearance.brought_id = row.outcome, row.digest, import_id
        appearance.on, appearance.case_number, appearance.matter = (
            row.hearing_date,
            row.case_number,
            row.matter,
        )
        appearance.hearing_id = hearings[(row.court_code, row.hearing_date, row.session.value)]
        appearance.court_sees = court_window(row.hearing_date, at)
        appearance.deferred_until, appearance.said = row.deferred_until, sifted.said[key_of(row)]
        appearance.save(update_fields=_SAID_LATER)
        hang_on(appearance, row, hearings, Hung(sentence_of, sifted.links), at=at)
        insert_all([_change(appearance, said, at) for said in changed])
    return {row.line: listed[key_of(row)].person_id for row in rows}


def ask_of_what_is_not_said_again(sifted: Sifted, *, at: datetime) -> None:
    """Ask of each recorded part of a matter that a later message of the same matter no longer holds; it stays as it is."""
    known = sifted.sent & {
        *sifted.sent_again,
        *(key_of(row) for _, row, _ in sifted.corrected),
        *(key_of(row) for row in sifted.listed_before),
    }
    matters = sorted({(court, ref.partition("/")[0]) for court, ref in known})
    if not matters:
        return
    parts = Q()
    for court, ref in matters:
        parts |= Q(court_code=court, result_ref__startswith=f"{ref}/")
    open_ones = CourtQuestion.objects.filter(
        appearance_id=OuterRef("id"), because=_NOT_AGAIN, state=CourtQuestion.State.OPEN
    )
    found = Appearance.objects.filter(parts, ~Exists(open_ones), replaced_at=None)
    gone = [a for a in found if (a.court_code, a.result_ref) not in sifted.sent]
    concerns(a.person_id for a in gone)
    insert_all([_not_again(appearance, at) for appearance in gone])


def _not_again(appearance: Appearance, at: datetime) -> CourtQuestion:
    return CourtQuestion(
        person_id=appearance.person_id, appearance=appearance, about="changed", because=_NOT_AGAIN, asked_at=at,
        said=f"{appearance.outcome} on {appearance.on:%-d %B %Y}, case {appearance.case_number}",
    )  # fmt: skip


_NOT_AGAIN = "a later message of this hearing no longer holds this: ask the court whether it stands"
# What a later message may say of an appearance; whose it is and by which court are written once.
_SAID_LATER = (
    "outcome",
    "digest",
    "brought_id",
    "on",
    "case_number",
    "matter",
    "hearing_id",
    "court_sees",
    "deferred_until",
    "said",
)


def _changed(
    appearance: Appearance, offences: Sequence[AppearanceOffence], row: ResultRow
) -> list[tuple[str, str]]:
    """What a later message says otherwise, each as what was and what is now; nothing for what stays."""
    pairs = [
        ("outcome", appearance.outcome, row.outcome.value),
        ("hearing day", appearance.on.isoformat(), row.hearing_date.isoformat()),
        ("case number", appearance.case_number, row.case_number),
        ("application", appearance.matter, row.matter),
    ]
    was = {o.sent_id: f"{o.sent_code} {o.title}".strip() for o in offences}
    now = {o.sent_id: f"{o.sent_code} {o.title}".strip() for o in row.offences}
    pairs += [("offence", was.get(id, "not there"), now.get(id, "not there")) for id in sorted({*was, *now})]
    return [
        (name, f"{before or 'nothing'} → {after or 'nothing'}")
        for name, before, after in pairs
        if before != after
    ]


def _change(appearance: Appearance, said: tuple[str, str], at: datetime) -> CourtQuestion:
    name, words = said
    return CourtQuestion(
        person_id=appearance.person_id, appearance=appearance, about="changed", said=f"{name}: {words}",
        because="a later message of this hearing says this otherwise: see that what rests on it is right", asked_at=at,
    )  # fmt: skip
