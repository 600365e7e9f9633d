"""With SQL of their own nobody reads papers unnamed, names themselves, moves a recall of another team on, or opens one that ended."""

import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg.types.range import TimestamptzRange
from support.people import joins
from support.recalls import consider, on_licence
from support.service import a_service

from throughcare.casework.recall import actions
from throughcare.casework.recall.models import Recall, RecallPaper, RecallReader, RecallSignature, RecallStep
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

REFUSED = pytest.raises(
    ProgrammingError, match=r"row-level security|permission denied|nobody names themselves"
)


@pytest.fixture(scope="module")
def made():
    """A recall of somebody out on licence, in a team with another officer."""
    service = a_service("england-and-wales-2021")
    person = on_licence(service)
    return consider(person, head=joins(person.team.unit, "head of delivery unit"))


@pytest.fixture(scope="module")
def other(made):
    return joins(made.person.team.unit, "offender manager")


def name(by, made, whom):
    with viewing(by, made.service.at), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT recall_name(%s, %s, %s)", [new_id(), made.id, whom.id])


def test_whoever_is_not_named_reads_no_paper_and_no_signature(made, other):
    with viewing(other, made.service.at):
        assert Recall.objects.filter(id=made.id).exists()
        assert not RecallPaper.objects.filter(recall=made.id).exists()
        assert not RecallSignature.objects.filter(recall=made.id).exists()
    with viewing(made.officer, made.service.at):
        assert RecallPaper.objects.filter(recall=made.id).count() == 1


def test_nobody_names_themselves_and_one_who_is_not_named_names_nobody(made, other):
    for by, whom in ((other, other), (made.head, made.head), (other, made.head)):
        with REFUSED:
            name(by, made, whom)
    row = RecallReader(
        person_id=made.person.id,
        recall_id=made.id,
        member_id=other.id,
        named_by=other.id,
        named_at=made.service.at,
    )
    with REFUSED, viewing(other, made.service.at), transaction.atomic():
        RecallReader.objects.bulk_create([row])
    with pytest.raises(Refused, match="Nobody names themselves"):
        actions.name_reader(
            by=made.officer, at=made.service.later(), recall_id=made.id, member_id=made.officer.id
        )


def test_a_lead_of_the_team_names_another_where_those_named_are_gone(made):
    late = joins(made.person.team.unit, "offender manager")
    name(made.head, made, late)
    with viewing(late, made.service.at):
        assert RecallPaper.objects.filter(recall=made.id).exists()


def test_somebody_stays_named(made):
    alone = consider(on_licence(made.service), head=made.head)
    with pytest.raises(Refused, match="Somebody has to stay named"):
        actions.end_reading(
            by=alone.officer, at=alone.service.later(), recall_id=alone.id, member_id=alone.officer.id
        )
    with pytest.raises(Refused, match="not named on this recall"):
        actions.end_reading(
            by=alone.officer, at=alone.service.later(), recall_id=alone.id, member_id=made.head.id
        )


def test_no_recall_is_written_in_the_middle_of_its_course_nor_by_whoever_has_no_part(made, other):
    at, stranger = made.service.later(), joins(made.service.court_unit, "offender manager")
    given = {
        "person_id": made.person.id, "case_id": made.person.case, "ground": "contact has stopped", "urgency": "standard",
        "sentence_group": "adult standard", "from_unit": other.unit_id, "to_unit": other.unit_id, "opened_by": other.id,
        "opened_at": at, "since": at, "due": "x", "due_by": "executive", "due_at": at, "sight": TimestamptzRange(at, None),
        "revoked_on": at.date(),
    }  # fmt: skip
    for by, row in (
        (other, Recall(**given, state="revoked")),
        (stranger, Recall(**(given | {"from_unit": stranger.unit_id, "to_unit": stranger.unit_id, "opened_by": stranger.id}), state="considered")),
    ):  # fmt: skip
        with REFUSED, viewing(by, at), transaction.atomic():
            Recall.objects.bulk_create([row])


def test_what_has_ended_is_not_opened_again_by_hand(made):
    over = consider(on_licence(made.service), head=made.head)
    over.decided().act(actions.refuse_recall, by=made.head, because="They came yesterday.")
    with viewing(over.officer, over.service.later()):
        changed = Recall.objects.filter(id=over.id).update(
            state="considered", ended_at=None, sight=TimestamptzRange(over.service.at, None)
        )
    assert changed == 0


def test_a_step_is_never_changed(made):
    with REFUSED, viewing(made.officer, made.service.at), transaction.atomic():
        RecallStep.objects.filter(recall=made.id).update(after="revoked")
