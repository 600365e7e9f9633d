"""A person's record is put right without losing what anybody wrote."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from support.people import NOW, a_name, a_pnc, a_record, an_office, as_worker, record

from throughcare.casework.people import queries
from throughcare.casework.people.actions import (
    PersonChanges,
    add_alias,
    add_identifier,
    amend_person,
    end_recording,
    record_caring,
    record_contact,
    record_death,
    record_disability,
    record_email,
    record_home,
    record_phone,
)
from throughcare.casework.people.models import Person
from throughcare.casework.people.rules import AliasRecord, HomeRecord, IdentifierKind, Outcome, PersonState
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id


@pytest.fixture
def known():
    ours = an_office()
    arrived = a_record()
    (made,) = record(ours, arrived)
    return ours, made.person_id, arrived


def page(member, person, at=NOW):
    with viewing(member, at):
        return queries.person_page(person, on=at.date())


def test_a_change_is_kept_and_counts_a_version(known):
    ours, person, _ = known
    changes = PersonChanges(
        preferred_name="Sam", ethnicity="W1", needs_interpreter="yes", other_languages=("Polish",)
    )
    amend_person(by=ours.admin, at=NOW, person_id=person, version=1, changes=changes)
    seen = page(ours.admin, person)
    assert (seen.version, seen.preferred_name, seen.other_languages) == (2, "Sam", ("Polish",))
    assert seen.characteristics["ethnicity"] == "White: British"
    assert seen.characteristics["religion"] == "not asked"


def test_two_who_change_at_once_do_not_overwrite_each_other(known):
    ours, person, _ = known
    amend_person(
        by=ours.admin, at=NOW, person_id=person, version=1, changes=PersonChanges(preferred_name="One")
    )
    with pytest.raises(Refused, match="Somebody changed this record"):
        amend_person(
            by=ours.manager, at=NOW, person_id=person, version=1, changes=PersonChanges(preferred_name="Two")
        )
    assert page(ours.admin, person).preferred_name == "One"


def test_a_new_name_keeps_the_former_one_findable(known):
    ours, person, arrived = known
    married = a_name()
    amend_person(by=ours.admin, at=NOW, person_id=person, version=1, changes=PersonChanges(surname=married))
    with viewing(ours.admin, NOW):
        assert [f.id for f in queries.search(words=arrived.surname)] == [person]
        assert [f.id for f in queries.search(words=married)] == [person]
    assert page(ours.admin, person).aliases[0][2] == "former name"


def test_records_arriving_under_the_new_number_join(known):
    ours, person, _ = known
    number = a_pnc()
    (bare,) = record(ours, a_record(identifiers=()))
    add_identifier(
        by=ours.admin, at=NOW, person_id=bare.person_id, kind=IdentifierKind.CRO, written="265416/21G"
    )
    amend_person(by=ours.admin, at=NOW, person_id=person, version=1, changes=PersonChanges(surname=a_name()))
    renamed = page(ours.admin, person)
    arriving = a_record(
        surname=renamed.name.split()[-1], date_of_birth=renamed.date_of_birth,
        identifiers=((IdentifierKind.PNC, renamed.numbers[0].value),),
    )  # fmt: skip
    (again,) = record(ours, arriving)
    assert (again.outcome, again.person_id) == (Outcome.JOINED, person)
    assert number


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (PersonChanges(surname="1"), "surname"),
        (PersonChanges(sex="?"), "sex"),
        (PersonChanges(date_of_birth=date(2040, 1, 1)), "date_of_birth"),
        (PersonChanges(preferred_name="x" * 151), "preferred_name"),
        (PersonChanges(other_languages=("x" * 61,)), "other_languages"),
    ],
)
def test_a_change_that_cannot_be_is_refused_under_its_field(known, changes, field):
    ours, person, _ = known
    with pytest.raises(Refused) as refusal:
        amend_person(by=ours.admin, at=NOW, person_id=person, version=1, changes=changes)
    assert refusal.value.field == field
    assert page(ours.admin, person).version == 1


def test_no_change_is_refused(known):
    ours, person, _ = known
    with pytest.raises(Refused, match="Nothing was changed"):
        amend_person(by=ours.admin, at=NOW, person_id=person, version=1, changes=PersonChanges())


def test_nobody_outside_the_wall_changes_anything(known):
    _, person, _ = known
    theirs = an_office()
    record(theirs, a_record())
    acts = [
        lambda **k: amend_person(version=1, changes=PersonChanges(preferred_name="x"), **k),
        lambda **k: add_alias(alias=AliasRecord("A", "B"), **k),
        lambda **k: add_identifier(kind=IdentifierKind.CRO, written="265416/21G", **k),
        lambda **k: record_phone(number="01642 000000", **k),
        lambda **k: record_email(address="a@example.test", **k),
        lambda **k: record_home(home=HomeRecord(), since=NOW.date(), **k),
        lambda **k: record_death(version=1, died_on=NOW.date(), **k),
    ]
    for act in acts:
        with pytest.raises(Refused, match="not yours to see"):
            act(by=theirs.admin, at=NOW, person_id=person)


def test_an_alias_known_already_is_refused(known):
    ours, person, arrived = known
    alias = AliasRecord("SAMUEL PETER", arrived.surname.upper())
    with pytest.raises(Refused, match="already known by that name"):
        add_alias(by=ours.admin, at=NOW, person_id=person, alias=alias)


def test_a_number_recorded_twice_is_refused_in_any_spelling(known):
    ours, person, arrived = known
    with pytest.raises(Refused, match="already recorded"):
        add_identifier(
            by=ours.admin,
            at=NOW,
            person_id=person,
            kind=IdentifierKind.PNC,
            written=arrived.identifiers[0][1][2:],
        )


def test_a_move_ends_the_home_before(known):
    ours, person, _ = known
    later = NOW + timedelta(days=10)
    record_home(
        by=ours.admin, at=later, person_id=person, home=HomeRecord("2 New Road", "dl11aa"), since=later.date()
    )
    new, old = page(ours.admin, person, later).homes
    assert (new.postcode, new.since, new.until) == ("DL1 1AA", later.date(), None)
    assert old.until == later.date()


def test_a_move_on_the_day_of_the_last_one_is_recorded_and_the_first_was_home_for_that_day_alone(known):
    ours, person, _ = known
    day = NOW + timedelta(days=10)

    def moves(*lines):
        for minutes, line in enumerate(lines):
            at = day + timedelta(minutes=minutes)
            home = HomeRecord(line, "dl11aa")
            record_home(by=ours.admin, at=at, person_id=person, home=home, since=day.date())

    moves("2 New Road", "3 New Road", "4 New Road")
    homes = {one.lines: one for one in page(ours.admin, person, day + timedelta(hours=1)).homes}
    assert (homes["4 New Road"].since, homes["4 New Road"].until) == (day.date(), None)
    for line in ("2 New Road", "3 New Road"):
        was = homes[line]
        assert (was.kind, was.since, was.until) == ("previous", day.date(), day.date() + timedelta(days=1))
    assert [one.lines for one in homes.values() if one.until is None and one.kind == "home"] == ["4 New Road"]
    with viewing(ours.admin, day):
        assert queries.home_districts([person]) == {person: "DL1"}


def test_a_move_the_day_after_a_move_of_the_same_day_ends_the_home_that_stands(known):
    ours, person, _ = known
    day = NOW + timedelta(days=10)
    for days, line in ((0, "2 New Road"), (0, "3 New Road"), (1, "4 New Road")):
        at = day + timedelta(days=days)
        record_home(by=ours.admin, at=at, person_id=person, home=HomeRecord(line, "dl11aa"), since=at.date())
    homes = {one.lines: one.until for one in page(ours.admin, person, day + timedelta(days=1)).homes}
    next_day = (day + timedelta(days=1)).date()
    assert homes["3 New Road"] == homes["2 New Road"] == next_day
    assert homes["4 New Road"] is None


def test_a_move_before_the_last_one_or_in_the_future_is_refused(known):
    ours, person, _ = known
    with pytest.raises(Refused, match="already recorded since 20 November 2026"):
        record_home(by=ours.admin, at=NOW, person_id=person, home=HomeRecord(), since=date(2026, 1, 1))
    with pytest.raises(Refused, match="when it has happened"):
        record_home(by=ours.admin, at=NOW, person_id=person, home=HomeRecord(), since=date(2027, 1, 1))


def test_what_is_around_a_person_is_kept_and_replaced_not_doubled(known):
    ours, person, _ = known
    for note in ("first", "ring before six only"):
        record_phone(
            by=ours.admin, at=NOW, person_id=person, number="01642 000 000", safe_to_use="no", safe_note=note
        )
        record_disability(by=ours.admin, at=NOW, person_id=person, code="D", adjustment=note)
        record_caring(by=ours.admin, at=NOW, person_id=person, whom="child", how_many=3)
    record_contact(
        by=ours.admin, at=NOW, person_id=person, name="A Sister", relationship="sister", in_emergency=True
    )
    seen = page(ours.admin, person)
    assert [(p.number, p.safe_to_use, p.safe_note) for p in seen.phones] == [
        ("01642000000", "no", "ring before six only")
    ]
    assert [(need.words, need.adjustment) for need in seen.disabilities] == [
        ("Dyslexia", "ring before six only")
    ]
    assert [(c.whom, c.how_many) for c in seen.caring] == [("child", 3)]
    assert [(c.name, c.in_emergency) for c in seen.contacts] == [("A Sister", True)]


@pytest.mark.parametrize("number", ["", "12", "phone me", "٠١٦٤٢٠٠٠", "1" * 16])
def test_what_is_no_telephone_number_is_refused(known, number):
    ours, person, _ = known
    with pytest.raises(Refused, match="5 to 15 digits"):
        record_phone(by=ours.admin, at=NOW, person_id=person, number=number)


@pytest.mark.parametrize(
    "address",
    ["", "robin", "robin@", "@example.test", "a b@example.test", "a@b", "a..b@example.test", ".a@example.test", "a@-b.test"],
)  # fmt: skip
def test_what_is_no_email_address_is_refused(known, address):
    ours, person, _ = known
    with pytest.raises(Refused, match="e-mail address like"):
        record_email(by=ours.admin, at=NOW, person_id=person, address=address)


def test_an_email_address_said_again_is_kept_once_however_it_is_written(known):
    ours, person, _ = known
    for address, safe in (("Robin@example.test", "not_asked"), (" robin@EXAMPLE.test ", "yes")):
        record_email(by=ours.admin, at=NOW, person_id=person, address=address, safe_to_use=safe)
    assert [(e.address, e.safe_to_use) for e in page(ours.admin, person).emails] == [
        ("robin@example.test", "yes")
    ]


def test_a_death_ends_ageing_and_is_recorded_once(known):
    ours, person, arrived = known
    record_death(by=ours.admin, at=NOW, person_id=person, version=1, died_on=date(2026, 11, 1))
    seen = page(ours.admin, person, NOW + timedelta(days=400))
    assert seen.state is PersonState.DIED
    assert seen.age == page(ours.admin, person).age
    with pytest.raises(Refused, match="already recorded"):
        record_death(by=ours.admin, at=NOW, person_id=person, version=2, died_on=date(2026, 11, 2))
    assert arrived


def test_a_death_before_birth_or_to_come_is_refused(known):
    ours, person, _ = known
    for died in (date(1900, 1, 1), date(2027, 1, 1)):
        with pytest.raises(Refused) as refusal:
            record_death(by=ours.admin, at=NOW, person_id=person, version=1, died_on=died)
        assert refusal.value.field == "died_on"


def test_a_death_is_announced(known, database):
    ours, person, _ = known
    record_death(by=ours.admin, at=NOW, person_id=person, version=1, died_on=date(2026, 11, 1))
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_announcement WHERE event = 'PersonDied' AND facts->>'person_id' = %s",
            [str(person)],
        )
        assert cursor.fetchone() == (1,)


def test_recordings_own_sight_ends_when_it_is_ended(known):
    ours, person, _ = known
    later = NOW + timedelta(hours=1)
    with as_worker():
        assert end_recording(by=ours.court, at=later, person_ids=[person]) == 1
    assert page(ours.admin, person, NOW) is not None
    assert page(ours.admin, person, later + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("person_state_is_known", {"state": "gone"}),
        ("person_merged_says_into_whom", {"state": "merged"}),
        ("person_who_died_has_a_day", {"state": "died"}),
        ("person_dies_after_birth", {"died_on": date(1900, 1, 1)}),
        ("person_has_a_surname", {"surname": ""}),
    ],
)
def test_the_database_keeps_each_sentence(known, name, change):
    _, person, _ = known
    with pytest.raises(IntegrityError, match=name), transaction.atomic(using="owner"):
        Person.objects.using("owner").filter(id=person).update(**change)


def test_the_database_lets_nobody_be_merged_into_themselves(known):
    _, person, _ = known
    with (
        pytest.raises(IntegrityError, match="person_is_not_merged_into_themselves"),
        transaction.atomic(using="owner"),
    ):
        Person.objects.using("owner").filter(id=person).update(state="merged", merged_into_id=person)


def test_nobody_has_two_homes_at_once(known):
    _, person, _ = known
    with (
        pytest.raises(IntegrityError, match="address_one_home_at_a_time"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO people_address (id, person_id, recorded_at, kind, lines, postcode, district, local_authority, during)"
            " VALUES (%s, %s, now(), 'home', '', '', '', '', '[2026-11-25,)')",
            [new_id(), person],
        )
