"""What is kept of a person, and what a court said, is written by whoever may by an act: to see the person is not enough."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from throughcare.casework.courts.models import Appearance, Requirement, Sentence
from throughcare.casework.people.models import Alias, Death, Identifier, Phone
from throughcare.casework.people.models import Person as Record
from throughcare.foundation.access.session import viewing

from .test_own_ground import REFUSED, Scene, Written, changes


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene()


KEPT: dict[str, Written] = {
    "a death": lambda s: Death(person_id=s.person.id, recorded_at=s.service.at, died_on=s.service.at.date(), recorded_by=s.provider.lead.id),
    "another name": lambda s: Alias(
        person_id=s.person.id, recorded_at=s.service.at, kind="alias", forenames="A", surname="B", standard_name="a b"
    ),
    "a number": lambda s: Identifier(person_id=s.person.id, recorded_at=s.service.at, kind="nhs", value="9434765919"),
    "a telephone": lambda s: Phone(person_id=s.person.id, recorded_at=s.service.at, number="07700900123"),
    "a sentence": lambda s: Sentence(
        person_id=s.person.id, appearance_id=first_of(Appearance, s).id, kind="custody", imposed_on=s.service.at.date(), length="2 years",
    ),
    "a requirement": lambda s: Requirement(person_id=s.person.id, sentence_id=first_of(Sentence, s).id, kind="curfew"),
}  # fmt: skip


def first_of(model: Any, scene: Scene) -> Any:
    return model.objects.using("owner").filter(person_id=scene.person.id)[0]


@pytest.mark.parametrize("what", KEPT)
def test_whoever_merely_sees_a_person_does_not_write_what_is_kept_of_them_nor_what_a_court_said(
    what: str, scene: Scene
):
    row = KEPT[what](scene)
    with REFUSED, viewing(scene.provider.lead, scene.service.at), transaction.atomic():
        type(row)._base_manager.bulk_create([row])


def test_whoever_merely_sees_a_person_does_not_say_that_they_died_or_are_called_otherwise(scene: Scene):
    for columns in ({"state": "died", "died_on": scene.service.at.date()}, {"surname": "Other"}):
        with REFUSED:
            changes(Record, scene.provider.lead, scene, **columns)
