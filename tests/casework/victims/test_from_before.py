"""What was recorded before victims were kept told here is covered by one command, in order, and only once."""

from __future__ import annotations

from support.people import as_worker
from support.service import a_service, hear
from support.victims import a_liaison_officer, covered_of, sentenced
from typer.testing import CliRunner

from throughcare.casework.supervision.actions import record_movement
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.casework.victims.models import CoveredSentence, StageReached
from throughcare.faces.victims.console import app
from throughcare.foundation.audit.models import Delivery


def forget(person):
    """As if the context had not been there when the sentence, and all after it, was announced."""
    StageReached.objects.using("owner").filter(covered__person_id=person.id).delete()
    CoveredSentence.objects.using("owner").filter(person_id=person.id).delete()
    Delivery.objects.using("owner").filter(listener__contains=".victims.").delete()


def covered_by_command():
    """What the command says."""
    with as_worker():
        told = CliRunner().invoke(app, ["cover"])
    assert told.exit_code == 0, told.output
    return told.output


def test_a_sentence_and_its_stages_from_before_are_covered_once_and_in_order():
    service = a_service("england-and-wales-2021")
    officer = a_liaison_officer(service)
    person = sentenced(service)
    record_movement(
        by=person.team.officer, at=service.later(), case_id=person.case, version=person.row.version, kind=MovementKind.RELEASED
    )  # fmt: skip
    hear()
    before = covered_of(person)
    forget(person)
    assert not CoveredSentence.objects.using("owner").filter(person_id=person.id).exists()
    said = covered_by_command()
    hear()
    after = covered_of(person)
    assert (after.sentence_id, after.scheme, after.unit_id) == (
        before.sentence_id,
        before.scheme,
        officer.unit_id,
    )
    assert [one.stage for one in StageReached.objects.using("owner").filter(covered=after.id)] == ["release"]
    assert "announcements are to be heard" in said
    assert covered_by_command().startswith("0 announcements")
    hear()
    assert covered_of(person).version == after.version
