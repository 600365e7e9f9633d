"""A person comes in to their own page by a code, reads what stands ahead and nothing else, and is out again; in two languages."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client, override_settings
from django.utils import timezone
from support.people import joins
from support.service import a_person, a_service, hear, managed
from support.two_worlds import tables, victims_tables
from support.wall_visits import browser, made_about

from throughcare.casework.integrated.models import Disruption
from throughcare.casework.own.actions import give_code, withdraw_code
from throughcare.casework.own.models import Code
from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import Person
from throughcare.casework.planning.actions import NewStep, add_goal
from throughcare.casework.planning.rules import Whose
from throughcare.casework.supervision.actions import Booking, book_appointment, close_case
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.session import viewing
from throughcare.foundation.access.walls import Reference
from throughcare.foundation.audit.models import Entry
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, day_of

SOON = WorkingCalendar().add(day_of(timezone.now()), 6)
MOST_BYTES = 50_000
READS = {
    "own_code",
    "supervision_case",
    "supervision_appointment",
    "planning_goal",
    "planning_goalstep",
    "planning_mark",
    "people_death",
    "courts_sentence",
    "courts_requirement",
    "supervision_contact",
    "audit_entry",
}
"""All that the functions of a person's own page may name, themselves and by those that they call."""


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def person(service):
    cache.clear()
    return managed(a_person(service))


def version_of(person):
    return Person.objects.using("owner").get(id=person.id).version


def case_version(person):
    return Case.objects.using("owner").get(id=person.case).version


def at(clock):
    return timezone.datetime(SOON.year, SOON.month, SOON.day, clock, tzinfo=LONDON)


def given(person):
    return give_code(by=person.team.officer, at=timezone.now(), case_id=person.case)


def row(person):
    return Code.objects.using("owner").filter(person_id=person.id).latest("at")


def aged(person, **columns):
    Code.objects.using("owner").filter(id=row(person).id).update(**columns)


def types(client, one, code=None, reference=None):
    return client.post("/own", {"reference": reference or one.reference, "code": code or one.code})


def wrong_for(one):
    return f"{(int(one.code) + 1) % 10**8:08}"


def came_in(person):
    client = Client()
    assert types(client, given(person)).status_code == 302
    return client


def is_open(client):
    return client.get("/own/page").status_code == 200


def test_the_officer_gives_a_code_and_the_person_reads_their_page_by_it_once(person):
    officer = browser(person.team.officer)
    book_appointment(
        by=person.team.officer, at=timezone.now(), case_id=person.case,
        booking=Booking(at(10), ContactKind.OFFICE, "12 High Street"),
    )  # fmt: skip
    add_goal(
        by=person.team.officer, at=timezone.now(), case_id=person.case, words="Have a home of my own",
        need="accommodation", wanted_by=SOON + timedelta(days=60),
        steps=[NewStep("Ask the council", Whose.PERSON, SOON)],
    )  # fmt: skip
    assert "They were never given a code" in officer.get(f"/people/{person.id}/own").content.decode()
    shown = officer.post(f"/people/{person.id}/own/give").content.decode()
    where, reference, code = re.findall(r'tc-pre">([^<]+)<', shown)
    assert where.endswith("/own") and row(person).reference == reference
    assert code not in str(Code.objects.using("owner").filter(id=row(person).id).values().get())
    client = Client(enforce_csrf_checks=False)
    first = client.post(
        "/own", {"reference": f" {reference.lower()[:3]}-{reference[3:]}", "code": f"{code[:4]} {code[4:]}"}
    )
    assert (first.status_code, first.headers["Location"]) == (302, "/own/page")
    cookie = client.cookies["own"]
    assert (
        cookie["httponly"]
        and cookie["path"] == "/own"
        and cookie["samesite"] == "Lax"
        and cookie["max-age"] == 1800
    )
    assert cookie.value not in str(Code.objects.using("owner").filter(id=row(person).id).values().get())
    page = client.get("/own/page")
    text = page.content.decode()
    assert f"at 10:00am: Office visit with {person.team.officer.name}, at 12 High Street." in text
    assert "Unpaid work: 120 of 120 hours left to do." in text and "lasts until" in text
    assert "Have a home of my own" in text and "Ask the council (you, by " in text
    assert page.headers["Cache-Control"] == "no-store"
    again = Client()
    assert types(again, type(given(person))(reference, code)).status_code == 422, "a code lets in once"
    assert not is_open(again)


def test_each_look_of_the_person_is_a_line_of_their_own_and_of_no_member(person):
    client = came_in(person)
    is_open(client)
    client.post("/own/leave")
    lines = Entry.objects.using("owner").filter(people__contains=[person.id], member_id=None, role="")
    acts = list(lines.order_by("at", "id").values_list("kind", "act"))[-3:]
    assert acts == [
        ("did", "come in to their own page"),
        ("looked", "own_page"),
        ("did", "leave their own page"),
    ]
    told = browser(person.team.senior).get(f"/people/{person.id}/access").content.decode()
    assert "Read their own page, the person themselves" in told


def test_whoever_is_signed_in_on_the_same_browser_is_nobody_there(person):
    officer = browser(person.team.officer)
    assert types(officer, given(person)).status_code == 302
    assert is_open(officer)
    line = Entry.objects.using("owner").filter(act="own_page", people__contains=[person.id]).latest("at")
    assert line.member_id is None


def test_five_wrong_codes_and_it_is_dead_and_every_refusal_reads_alike(person):
    one, client = given(person), Client()
    answers = [types(client, one, wrong_for(one)) for _ in range(5)]
    answers += [types(client, one), types(client, one, reference="QQQQQQ"), client.post("/own", {})]
    assert {answer.status_code for answer in answers} == {422}
    bodies = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(bodies) == 1
    assert row(person).tries == 5 and not is_open(client)
    assert (
        "dead after five wrong tries"
        in browser(person.team.officer).get(f"/people/{person.id}/own").content.decode()
    )


def test_tries_at_once_are_counted_one_by_one(person):
    one = given(person)

    def tries(_):
        try:
            return types(Client(), one, wrong_for(one)).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(tries, range(8))) == {422}
    assert row(person).tries == 5
    assert types(Client(), one).status_code == 422


def test_a_code_is_good_for_fifteen_minutes_and_a_visit_for_thirty(person):
    one = given(person)
    aged(person, at=timezone.now() - timedelta(minutes=15))
    assert types(Client(), one).status_code == 422
    one = given(person)
    aged(person, at=timezone.now() - timedelta(minutes=14))
    client = Client()
    assert types(client, one).status_code == 302 and is_open(client)
    aged(person, opened_at=timezone.now() - timedelta(minutes=29))
    assert is_open(client)
    aged(person, opened_at=timezone.now() - timedelta(minutes=30))
    assert client.get("/own/page").headers["Location"] == "/own"


def test_a_page_is_closed_by_the_person_by_the_officer_and_by_another_code(person):
    client = came_in(person)
    assert client.get("/own/leave").status_code == 302 and is_open(client), "a link closes nothing"
    secret = client.cookies["own"].value
    client.post("/own/leave")
    client.cookies["own"] = secret
    assert not is_open(client)
    client = came_in(person)
    officer = browser(person.team.officer)
    assert officer.post(f"/people/{person.id}/own/withdraw").status_code == 302
    assert not is_open(client)
    with pytest.raises(Refused, match="withdrew it already"):
        withdraw_code(by=person.team.officer, at=timezone.now(), case_id=person.case)
    client, later = came_in(person), given(person)
    assert not is_open(client)
    withdraw_code(by=person.team.officer, at=timezone.now(), case_id=person.case)
    assert types(Client(), later).status_code == 422


def test_a_death_and_the_end_of_the_case_close_the_page(person):
    client, officer = came_in(person), person.team.officer
    secret = client.cookies["own"].value
    said = {"by": officer, "person_id": person.id}
    record_death(at=timezone.now(), version=version_of(person), died_on=day_of(timezone.now()), **said)
    assert not is_open(client), "before any job has heard of it"
    with pytest.raises(Refused):
        given(person)
    hear()
    withdraw_death(at=timezone.now(), version=version_of(person), because="Somebody of the same name", **said)
    hear()
    client.cookies["own"] = secret
    assert is_open(client), "it was a mistake, and the visit is not over"
    one = given(person)
    close_case(
        by=person.team.senior, at=timezone.now(), case_id=person.case, version=case_version(person), because="Order revoked"
    )  # fmt: skip
    assert types(Client(), one).status_code == 422
    with pytest.raises(Refused, match="no such open case"):
        given(person)


def test_the_wall_and_a_permission_stand_before_a_code(person):
    stranger = joins(a_service().teams[person.team.body].unit, "offender manager")
    with pytest.raises(Refused, match="no such open case"):
        give_code(by=stranger, at=timezone.now(), case_id=person.case)
    assert browser(stranger).get(f"/people/{person.id}/own").status_code == 404
    clerk = joins(person.team.unit, "case administrator")
    with pytest.raises(Refused):
        give_code(by=clerk, at=timezone.now(), case_id=person.case)
    assert "Give a code" not in browser(clerk).get(f"/people/{person.id}/own").content.decode()
    assert not Code.objects.using("owner").filter(person_id=person.id).exists()


PLANTED = ("Two patrols", "six burglaries", "Visit the flat", "A room.", "the old market")
"""What is done to disrupt somebody, why they are selected, what others do about them, and a condition that was asked for."""


def test_with_something_of_every_context_about_them_they_read_none_of_it_but_what_is_theirs_to_read(person):
    made_about(person)
    held = Disruption.objects.using("owner").filter(person_id=person.id).values_list("what", flat=True)
    assert list(held) == ["Two patrols."]
    client = came_in(person)
    for page in (client.get("/own/page"), client.get("/own/page?language=cy")):
        assert [words for words in PLANTED if words in page.content.decode()] == []


def items(body):
    return re.findall(r"<li>(.*?)</li>|<h3>(.*?)</h3>", body.partition("Who looked")[0], re.DOTALL)


def test_a_sheet_for_whoever_has_no_telephone_says_the_same_and_only_to_those_who_may_give_a_code(
    service, person
):
    book_appointment(
        by=person.team.officer, at=timezone.now(), case_id=person.case,
        booking=Booking(at(11), ContactKind.OFFICE, "3 Paper Street"),
    )  # fmt: skip
    here, officer = f"/people/{person.id}/own/sheet", browser(person.team.officer)
    sheet = officer.get(here).content.decode()
    assert "3 Paper Street" in sheet and items(sheet) == items(
        came_in(person).get("/own/page").content.decode()
    )
    assert (
        "Who looked" not in sheet
        and "Beth sydd o’ch blaen" in officer.get(here, {"in": "cy"}).content.decode()
    )
    assert browser(joins(person.team.unit, "inspector")).get(here).status_code == 403
    close_case(
        by=person.team.senior,
        at=timezone.now(),
        case_id=person.case,
        because="done",
        version=case_version(person),
    )
    assert officer.get(here).status_code == 404


def test_the_person_reads_who_looked_and_never_of_whoever_keeps_others_safe(person):
    team, here = person.team, f"/people/{person.id}"
    for role in ("offender manager", "police partner", "public protection chair"):
        browser(joins(team.unit, role)).get(here)
    page = came_in(person).get("/own/page").content.decode()
    told = page.partition("Who looked at your record")[2].partition("If something here")[0]
    assert told.count("somebody who looks after your sentence") == 1
    assert told.count("<li>") == 1
    assert "never shown here, whether there were any or not" in told
    kinds = (
        Entry.objects.using("owner")
        .filter(people__contains=[person.id], kind="looked")
        .values_list("role", flat=True)
    )
    assert {"offender manager", "public protection chair"} <= set(kinds), (
        "they looked, and it is written down"
    )


def test_a_look_for_the_sake_of_somebody_else_is_told_of_nobody(person):
    officer, now = person.team.officer, timezone.now()
    Entry.objects.using("owner").bulk_create(
        Entry(
            at=now, kind="looked", act=act, member_id=officer.id, unit_id=officer.unit_id, organisation_id=officer.organisation_id,
            role="offender manager", people=[person.id], txid=1,
        )
        for act in ("page:integrated_entry", "page:record_disruption", "page:protection_of", "page:address_enquiries", "page:victim")
    )  # fmt: skip
    page = came_in(person).get("/own/page").content.decode()
    assert "Nobody that we can tell you of" in page


def test_one_persons_visit_shows_nothing_of_anothers(service, person):
    other = managed(a_person(service))
    for one, place in ((person, "1 Here Street"), (other, "2 There Street")):
        book_appointment(
            by=one.team.officer, at=timezone.now(), case_id=one.case, booking=Booking(at(10), ContactKind.OFFICE, place)
        )  # fmt: skip
    mine, theirs = came_in(person), came_in(other)
    assert (
        "1 Here" in mine.get("/own/page").content.decode()
        and "2 There" in theirs.get("/own/page").content.decode()
    )
    assert "2 There" not in mine.get("/own/page").content.decode()
    for path in (
        f"/people/{person.id}",
        f"/people/{person.id}/own",
        "/",
        "/caseload",
        f"/api/v1/people/{person.id}",
    ):
        assert mine.get(path).status_code in {302, 401}, path


def test_a_visit_reads_no_row_of_any_table_about_people_and_its_functions_name_those_of_a_list(person):
    came_in(person)
    walled = walled_models()
    about = [table for table in [*tables(), *victims_tables()] if not isinstance(walled[table], Reference)]
    assert len(about) > 100 and "assessment_assessment" in about and "integrated_selection" in about
    read = {}
    with viewing(None, timezone.now()), connection.cursor() as cursor:
        for table in about:
            cursor.execute("SELECT has_table_privilege(current_user, %s, 'SELECT')", [table])
            if cursor.fetchone()[0] and walled[table].about:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                read[table] = cursor.fetchone()[0]
    assert len(read) > 60 and {table: found for table, found in read.items() if found} == {}
    assert named_by_its_functions(set(walled)) == READS


def named_by_its_functions(every):
    """Every table that a function of a person's own page names, or one that it calls."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        bodies = dict(cursor.fetchall())
    # What prints a sheet is asked by members, under what they see themselves.
    ours = [name for name in bodies if name.startswith("own_")]
    wanted, known = [name for name in ours if not name.startswith(("own_sheet", "own_prints"))], set()
    assert len(wanted) == 9
    while wanted:
        name = wanted.pop()
        known.add(name)
        wanted += [
            called for called in re.findall(r"\w+", bodies[name]) if called in bodies and called not in known
        ]
    words = {word for name in known for word in re.findall(r"\w+", bodies[name])}
    return words & every


def test_what_is_kept_lets_nobody_in_by_sql_of_their_own(person):
    one = given(person)
    kept = row(person)
    with viewing(None, timezone.now()), connection.cursor() as cursor:
        for proof, visit in (
            (kept.digest, "x" * 43),
            (None, "x" * 43),
            ("", "x" * 43),
            (kept.digest, None),
            (kept.digest, ""),
        ):
            cursor.execute("SELECT own_come_in(%s, %s, %s)", [one.reference, proof, visit])
            assert cursor.fetchone() == (None,)
    types(Client(), one)
    kept = row(person)
    assert kept.opened_at is not None and kept.tries == 3
    with viewing(person.team.officer, timezone.now()), connection.cursor() as cursor:
        for secret in (kept.visit, "", kept.digest, None):
            cursor.execute("SELECT own_visitor(%s), (SELECT count(*) FROM own_goals(%s))", [secret, secret])
            assert cursor.fetchone() == (None, 0)


def test_it_is_in_welsh_for_whoever_asks(person):
    book_appointment(
        by=person.team.officer, at=timezone.now(), case_id=person.case, booking=Booking(at(14), ContactKind.PHONE)
    )  # fmt: skip
    client = Client()
    door = client.get("/own", {"language": "cy"}).content.decode()
    assert '<html lang="cy">' in door and "Cyfeirnod" in door and "Reference" not in door
    wrong = types(client, given(person), code="x").content.decode()
    assert "Gwall:" in wrong and "gofynnwch i’ch swyddog" in wrong
    types(client, given(person))
    page = client.get("/own/page").content.decode()
    assert "Eich apwyntiadau" in page and "y prynhawn: Galwad ffôn gyda" in page and "appointment" not in page
    assert "Your appointments" in client.get("/own/page", {"language": "en-gb"}).content.decode()


def test_each_page_is_under_fifty_kilobytes_with_all_that_it_asks_for_and_has_no_script(person):
    for number in range(3):
        add_goal(
            by=person.team.officer, at=timezone.now(), case_id=person.case, words=f"Goal {number} " + "x" * 280, need="",
            wanted_by=None, steps=[NewStep("y" * 290, Whose.PERSON, None) for _ in range(5)],
        )  # fmt: skip
    client = came_in(person)
    for path in ("/own", "/own/page"):
        text = client.get(path).content.decode()
        asked = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
        assert asked == ["/static/own/own.css"] and "<script" not in text and "style=" not in text
        sizes = [
            len(b"".join(client.get(one).streaming_content)) if client.get(one).streaming else 0
            for one in asked
        ]
        assert all(sizes) and len(text.encode()) + sum(sizes) < MOST_BYTES


@override_settings(OWN_TRIES_AN_HOUR=2)
def test_one_address_tries_so_often_an_hour(person):
    one, client = given(person), Client()
    assert [types(client, one, wrong_for(one)).status_code for _ in range(2)] == [422, 422]
    assert types(client, one).status_code == 429
    assert row(person).tries == 2
