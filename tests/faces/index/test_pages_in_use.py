"""What a person at work reads on the pages: order of what waits, words beside each fault, nothing chosen for them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from support.people import a_founder, joins
from support.service import a_person, a_result, a_service, import_rows
from support.wall_visits import browser
from support.world import a_world

from throughcare.casework.allocation.queries import first_seen_within
from throughcare.casework.assessment.queries import AssessmentSeen
from throughcare.casework.assessment.rules.needs.life_cycle import State
from throughcare.casework.courts.queries import faults_in, refused_rows
from throughcare.casework.courts.rules.stream import COLUMNS, Line
from throughcare.casework.people.queries import search
from throughcare.casework.supervision.actions import record_risk
from throughcare.casework.supervision.queries import case_of, timeline, without_holder
from throughcare.faces.assessment.pages.journey import _status
from throughcare.faces.operating_model.pages.models import _ASKED
from throughcare.faces.supervision.pages.caseloads import waiting_table
from throughcare.faces.supervision.pages.transfers import ANSWERED
from throughcare.faces.web.look.parts import Tag
from throughcare.faces.web.value_words import gravity
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import BodyKind, Risk
from throughcare.foundation.operating_model.rules.model import VALUES

SAME_PERSON = (
    "family_name", "given_names", "date_of_birth", "sex", "pnc", "cro", "postcode", "defendant_id", "address",
)  # fmt: skip
ROLES_HELD = ("supervisor", "offender manager")


@pytest.fixture(scope="module")
def world():
    return a_world()


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=5))


def read(member, path, **given):
    """The text of a page as a reader has it, spaces as one."""
    answer = browser(member).get(path, given)
    assert answer.status_code == 200, path
    return words(answer)


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.replace("&#x27;", "'").replace("&quot;", '"').split())


class Asks:
    """A request, as the tables of home need it."""

    def __init__(self, member, at):
        self.member, self.at = member, at


# What waits


def test_those_who_wait_equally_long_stand_gravest_first_with_each_persons_roles_together(world):
    trust = world.service.teams[BodyKind.TRUST]
    at = world.service.later()
    with viewing(world.senior, at):
        one = without_holder([trust.unit], at=at)[0]
    a, z = new_id(), new_id()
    low = [replace(one, name="A", person_id=a, case_id=a, risk="low", kind=kind) for kind in ROLES_HELD]
    grave = [
        replace(one, name="Z", person_id=z, case_id=z, risk="very_high", kind=kind) for kind in ROLES_HELD
    ]
    longest = replace(
        one, name="M", person_id=new_id(), case_id=new_id(), working_days=one.working_days + 1, risk="low"
    )
    mixed = [low[0], grave[0], low[1], longest, grave[1]]
    table = waiting_table(mixed, "Waiting", Asks(world.senior, at))
    order = [(row[0].text, row[1]) for row in table.rows]
    assert order == [
        ("M", one.kind[:1].upper() + one.kind[1:]),
        ("Z", "Offender manager and supervisor"), ("A", "Offender manager and supervisor"),
    ]  # fmt: skip


def test_gravity_orders_every_risk_and_puts_the_unassessed_last():
    assert sorted((r.value for r in Risk), key=gravity) == [
        "very_high",
        "high",
        "medium",
        "low",
        "not_assessed",
    ]


def test_a_wait_is_late_on_home_and_team_by_the_same_days_as_in_the_queue(world):
    at = world.service.later()
    assert first_seen_within("the case has just opened", on=at.date()) == 5
    assert first_seen_within("the person was released", on=at.date()) == 1
    assert first_seen_within("the person is in custody", on=at.date()) == 5
    with viewing(world.senior, at):
        rows = without_holder([world.senior.unit_id], at=at)
        clocks = [row[2] for row in waiting_table(rows, "Waiting", Asks(world.senior, at)).rows]
    assert clocks
    opened = {row.case_id: day_of(row.since) for row in rows}
    limits = {
        WorkingCalendar().between(day, WorkingCalendar().add(day, 5)) for day in opened.values()
    }  # a wait that begins at a weekend has one day less before the day to be seen by
    assert {clock.limit for clock in clocks} == limits


def test_the_first_hours_of_a_wait_are_not_called_nought_days(world):
    shown = read(world.senior, reverse("team"))
    assert "less than a working day" in shown and "0 working days" not in shown


# Nothing is chosen for anybody


def test_nobody_is_appointed_until_somebody_is_chosen(world):
    path = f"/people/{world.unheld.id}/appoint"
    client = browser(world.senior)
    shown = client.get(path, {"kind": "offender manager"}).content.decode()
    assert re.search(r'<select[^>]*name="member_id".*?<option value="" selected>\s*Choose', shown, re.S)
    answer = client.post(
        path, {"kind": "offender manager", "member_id": "", "because": "replaced", "idempotency_key": str(new_id())}
    )  # fmt: skip
    assert answer.status_code == 200
    assert "There is a problem" in words(answer)
    assert "<title>Error: Appoint somebody" in answer.content.decode()


def test_no_team_is_offered_a_case_until_one_is_chosen_and_the_reason_is_kept(world):
    path = f"/people/{world.person.id}/transfer"
    client = browser(world.senior)
    assert re.search(
        r'name="to_unit".*?<option value="" selected>\s*Choose', client.get(path).content.decode(), re.S
    )
    form = {
        "to_unit": "",
        "kind": "permanent",
        "because": "Moved to be near family",
        "idempotency_key": str(new_id()),
    }
    answer = client.post(path, form)
    assert answer.status_code == 200 and "Moved to be near family" in words(answer)
    assert "There is a problem" in words(answer)


def test_those_who_may_be_appointed_are_shown_with_how_many_people_each_has(world):
    shown = read(world.senior, f"/people/{world.unheld.id}/appoint")
    assert re.search(r": 1 person\b", shown) and ": 0 people" in shown and ": 1 people" not in shown


def test_an_offer_without_an_answer_says_so(world):
    shown = read(world.senior, f"/transfers/{world.transfer}")
    assert "Answer Not answered yet" in shown and "Answer Not recorded" not in shown


# Rows of a file that were refused


@pytest.fixture(scope="module")
def refused(service):
    import_rows(
        service,
        a_result(date_of_birth="1987-02-30"), a_result(family_name="", given_names=""), a_result(pnc="2000/0112222A"),
        a_result(court_code="NOSUCH"), file_name="faults.csv",
    )  # fmt: skip
    with viewing(service.officer_of_the_court, service.later()):
        return [row for row in refused_rows(most=200) if row.brought.file_name == "faults.csv"]


def test_each_fault_reads_as_words_after_the_name_of_its_column(service, refused):
    shown = read(service.officer_of_the_court, reverse("imports"))
    assert "Family name: missing" in shown
    assert "Date of birth: “1987-02-30”: expected a date that exists" in shown
    assert not re.search(r": is (missing|“)", shown)


def test_beside_the_field_to_correct_stands_what_is_wrong_with_it(service, refused):
    assert len(refused) == 4
    for row in refused:
        shown = read(service.officer_of_the_court, f"/imports/rows/{row.id}")
        [fault] = row.faults
        said = fault["because"].removeprefix("is ").rstrip(".")
        assert f"What is wrong: {said}." in shown
        assert not re.search(r"\bIt (This|no|a)\b", shown)
        assert shown.count("What is wrong:") == 1


# Home


def test_home_says_what_a_role_is_for_before_anything_else(service):
    team = service.teams[BodyKind.TRUST]
    for role in ("commissioner", "analyst", "administrator"):
        shown = read(joins(team.unit, role), "/")
        purpose = ROLES[role].purpose
        said = f"{role[:1].upper()}{role[1:]}: {purpose[:1].lower()}{purpose[1:]}"
        assert said in shown
        assert shown.index(said) < shown.index("What you can do here")


def test_a_victim_liaison_officer_is_told_what_waits_and_who_answers_to_victims(service):
    founder = a_founder()
    body = access.record_organisation(
        by=founder, at=service.at, name=f"Victim unit {new_id()}", kind="victim unit", sector="public"
    )
    unit = access.record_unit(by=founder, at=service.at, organisation_id=body, name="Contact", kind="team")
    shown = read(joins(unit, "victim liaison officer"), "/")
    assert "You hold nobody's record." in shown
    assert "The police owe no referral." in shown
    assert "Who keeps victims told, by the operating model in force" in shown
    assert "Everybody" in shown and "Durham Tees Valley Probation Trust" in shown


# Models


def test_every_value_of_a_model_is_asked_in_words(service):
    assert set(_ASKED) == set(VALUES)
    shown = read(service.officer_of_the_court, "/models/nacro-2012")
    for question in _ASKED.values():
        assert question in shown
    assert "Breach shield" not in shown


# Tokens


def test_a_token_without_a_purpose_is_refused_beside_the_box(service):
    member = service.officer_of_the_court
    answer = browser(member).post(reverse("new_token"), {"label": ""})
    assert answer.status_code == 200
    assert "Say what it is for" in words(answer)
    long = "x" * 81
    answer = browser(member).post(reverse("new_token"), {"label": long})
    assert answer.status_code == 200 and long in answer.content.decode()
    assert browser(member).get(reverse("new_token")).status_code == 302


def test_a_token_for_something_is_shown_once_and_listed(service):
    member = service.officer_of_the_court
    answer = browser(member).post(
        reverse("new_token"), {"label": "The weekly report", "idempotency_key": str(new_id())}
    )
    assert answer.status_code == 200 and "Copy it now" in words(answer)
    assert "The weekly report, until" in read(member, reverse("me"))


# Roles that wait


def test_a_person_nobody_holds_is_met_in_the_case_team(service):
    person = a_person(service)
    shown = read(service.teams[BodyKind.TRUST].senior, f"/people/{person.id}")
    assert "Nobody for" in shown


def test_of_those_unheld_since_one_day_the_gravest_risk_is_told_first_even_of_a_few(service):
    team = service.teams[BodyKind.TRUST]
    people = [a_person(service) for _ in range(3)]
    for person, risk in zip(people, (Risk.LOW, Risk.MEDIUM, Risk.VERY_HIGH), strict=True):
        at = service.later()
        with viewing(team.senior, at):
            seen = case_of(person.id, at=at)
        assert seen is not None
        record_risk(
            by=team.senior, at=at, case_id=seen.case.id, version=seen.case.version, risk=risk, because="as told"
        )  # fmt: skip
    at = service.later()
    with viewing(team.senior, at):
        rows = without_holder([team.unit], at=at, kind="offender manager")
        [first] = without_holder([team.unit], at=at, kind="offender manager", most=1)
    told = [row.person_id for row in rows if row.person_id in {p.id for p in people}]
    assert told == [people[2].id, people[1].id, people[0].id]
    assert first.person_id == people[2].id


# A correction that is wrong still


def correction(client, row, **given):
    form = {name: row.fields.get(name, "") for name in COLUMNS} | given
    return client.post(
        f"/imports/rows/{row.id}", form | {"version": row.version, "idempotency_key": str(new_id())}
    )


def test_a_correction_that_is_wrong_still_is_told_beside_the_box_and_keeps_what_was_typed(service, refused):
    client = browser(service.officer_of_the_court)
    row = next(r for r in refused if r.faults[0]["field"] == "date_of_birth")
    answer = correction(client, row, date_of_birth="1987-02-31", address="7 New Street")
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "There is a problem" in shown and "“1987-02-31”: expected a date that exists" in shown
    assert 'value="1987-02-31"' in shown and 'value="7 New Street"' in shown
    unknown = next(r for r in refused if r.faults[0]["field"] == "court_code")
    told = words(correction(client, unknown, court_code="NOWHERE"))
    assert "Choose one from the list" in told


def test_every_fault_of_a_correction_is_told_at_once(service, refused):
    row = next(r for r in refused if r.faults[0]["field"] == "date_of_birth")
    client = browser(service.officer_of_the_court)
    told = words(correction(client, row, date_of_birth="1987-02-31", hearing_date="2026-13-01"))
    assert told.count("expected a date that exists") >= 4  # in the summary and beside each box
    assert "“2026-13-01”" in told and "“1987-02-31”" in told


def test_a_correction_with_nothing_wrong_is_sent(service, refused):
    client = browser(service.officer_of_the_court)
    row = next(r for r in refused if r.faults[0]["field"] == "date_of_birth")
    with viewing(service.officer_of_the_court, service.later()):
        assert faults_in(Line(row.line, dict(row.fields)), unit=service.court_unit, today=service.at.date())
        right = {k: v for k, v in row.fields.items() if v} | {"date_of_birth": "1987-02-27"}
        assert faults_in(Line(row.line, right), unit=service.court_unit, today=service.at.date()) == []
    answer = correction(client, row, date_of_birth="1987-02-27")
    assert answer.status_code == 302
    assert "is being brought in" in words(client.get(answer["Location"]))


# Answers to a transfer, and whom to ring


def test_an_answer_is_told_in_words_that_say_what_follows(service):
    assert set(ANSWERED) == {"accept", "refuse"}
    assert "appoint who is to hold each role" in ANSWERED["accept"]


def test_a_year_of_birth_is_a_year_and_not_a_number_of_thousands(service):
    stranger = a_person(service, family_name="Quillfeather", date_of_birth="1971-04-02")
    away = a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=4))
    officer = away.teams[BodyKind.TRUST].officer
    answer = browser(officer).post(
        reverse("outside"), {"words": "Quillfeather", "because": "He came to our door", "number": ""}
    )
    shown = words(answer)
    assert answer.status_code == 200 and stranger.id
    assert "Quillfeather 1971" in shown and "1,971" not in shown


# Organisations and members


@pytest.fixture(scope="module")
def admin(service):
    return joins(service.teams[BodyKind.TRUST].unit, "administrator")


def test_no_role_kind_or_sector_is_chosen_for_an_administrator(service, admin):
    client, unit = browser(admin), service.teams[BodyKind.TRUST].unit
    form = {
        "email": "somebody@example.test",
        "name": "Kept Name",
        "role": "",
        "idempotency_key": str(new_id()),
    }
    answer = client.post(reverse("unit", args=[unit]), form)
    assert answer.status_code == 200 and "Select the role" in words(answer)
    assert 'value="Kept Name"' in answer.content.decode()
    body = {"name": "Kept Body", "kind": "", "sector": "", "idempotency_key": str(new_id())}
    answer = client.post(reverse("organisations"), body)
    assert "Select the kind" in words(answer) and "Select the sector" in words(answer)
    assert 'value="Kept Body"' in answer.content.decode()


def test_whoever_adds_a_member_is_told_how_a_new_account_signs_in(service, admin):
    client, unit = browser(admin), service.teams[BodyKind.TRUST].unit
    email = f"{new_id()}@example.test"
    form = {"email": email, "name": "Brand New", "role": "analyst", "idempotency_key": str(new_id())}
    assert client.post(reverse("unit", args=[unit]), form).status_code == 302
    told = words(client.get(reverse("unit", args=[unit])))
    assert "Brand New" in told and "throughcare account password" in told


def test_the_way_to_what_the_api_can_be_asked_is_on_ones_own_page(service):
    assert 'href="/api/"' in browser(service.officer_of_the_court).get(reverse("me")).content.decode()
    assert 'href="/me"' in browser(service.officer_of_the_court).get("/api/").content.decode()


# Lists and timelines


def test_an_empty_caseload_has_nobody_on_it_in_plain_words(service, admin):
    shown = read(joins(service.teams[BodyKind.TRUST].unit, "offender manager"), reverse("caseload"))
    assert "No people" in shown and "peoples" not in shown


def test_a_case_is_opened_once_and_joined_by_what_came_with_it(service):
    first = a_result()
    second = dict(a_result(), **{k: first[k] for k in SAME_PERSON if k in first})
    second |= {"result_ref": f"second-{new_id()}"}
    import_rows(service, first, second)
    with viewing(service.officer_of_the_court, service.later()):
        [found] = search(words=f"{first['given_names']} {first['family_name']}", most=5)
        told = [e.what for e in timeline(found.id).entries if e.what.startswith("Case ")]
    assert sorted(what.split(" by ")[0] for what in told) == ["Case joined", "Case opened"]


# An assessment that was signed


def test_what_a_signed_assessment_leaves_open_is_not_called_to_do():
    asked = AssessmentSeen.__new__(AssessmentSeen)
    for name, value in (("left_out", {}), ("views", {}), ("gaps", ())):
        object.__setattr__(asked, name, value)
    for state in (State.SIGNED, State.COUNTERSIGNED):
        object.__setattr__(asked, "state", state)
        assert "Nothing answered" in str(_status(asked, "no such page", left=2, asked=2, unsure=False))
        assert "Answered in part" in str(_status(asked, "no such page", left=1, asked=2, unsure=False))
        assert _status(asked, "no such page", left=0, asked=2, unsure=False) == "Answered"
    object.__setattr__(asked, "state", State.DRAFT)
    assert str(_status(asked, "no such page", left=2, asked=2, unsure=False)) == str(Tag("To do", "blue"))
