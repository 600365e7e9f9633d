"""The runs that people's sentences make, worked out again from what is stored whenever one of them changes."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from throughcare.foundation.access.bulk_rows import change_all
from throughcare.foundation.kernel import Refused

from ..models import Sentence
from ..rules import Runs, SentenceKind, SentenceState, read_term
from ..rules.runs import Link, reaches


def link_of_sentence(row: Sentence) -> Link[UUID]:
    """A stored sentence as a link of a run."""
    terms = tuple(read_term(part) for part in (row.length, row.extension) if part)
    return Link(
        SentenceKind(row.kind),
        row.imposed_on,
        terms,
        Runs(row.runs),
        row.named_id,
        SentenceState(row.state).counts,
    )


def work_out_runs(person_ids: Iterable[UUID]) -> int:
    """Work out again when each sentence of people begins and ends, and store what differs; returns how many did."""
    rows = {row.id: row for row in Sentence.objects.filter(person_id__in=list(person_ids))}
    try:
        found = reaches({id: link_of_sentence(row) for id, row in rows.items()})
    except OverflowError as wrong:
        raise Refused("That makes a run of sentences that ends on no day that can be written.") from wrong
    changes = [
        (id, reach.begins_on, reach.ends_on)
        for id, reach in found.items()
        if (reach.begins_on, reach.ends_on) != (rows[id].begins_on, rows[id].ends_on)
    ]
    return change_all(Sentence, ["begins_on", "ends_on"], changes)
