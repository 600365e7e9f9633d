"""What was recorded of sentences, in order, as far as it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from ..models import Appearance, SentenceEvent
from ..rules import Told


def told_of(sentence_ids: Iterable[UUID]) -> dict[UUID, list[Told]]:
    """All that stands of what was recorded of sentences; two questions."""
    found: dict[UUID, list[SentenceEvent]] = {id: [] for id in sentence_ids}
    events = list(SentenceEvent.objects.filter(sentence__in=found).order_by("at", "id"))
    told_by = {one.told_by_id for one in events if one.told_by_id}
    replaced = Appearance.objects.filter(id__in=told_by, replaced_at__isnull=False)
    corrected = set(replaced.values_list("id", flat=True))
    for one in events:
        found[one.sentence_id].append(one)
    return {id: as_told(recorded, corrected) for id, recorded in found.items()}


def as_told(events: Sequence[SentenceEvent], corrected: Collection[UUID]) -> list[Told]:
    """What was recorded of one sentence, but what was taken back and what a result told that was corrected since."""
    taken = {one.takes_back_id for one in events}
    stands = [one for one in events if one.id not in taken and one.told_by_id not in corrected]
    return [Told(one.id, one.kind, one.on) for one in stands]
