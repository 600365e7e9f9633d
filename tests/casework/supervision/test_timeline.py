"""Everything in a case, newest first, 25 a page, by one plan however long it grows."""

import json
from datetime import timedelta

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.people import as_worker
from support.service import a_person, a_service

from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import Entry, record_entries, record_on_timeline
from throughcare.casework.supervision.models import TimelineEntry
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

MANY, FEW = 30_000, 30
_COPY = """
INSERT INTO supervision_timelineentry (id, person_id, case_id, at, kind, what, note, member_id, organisation_id)
  SELECT gen_random_uuid(), %s, %s, %s::timestamptz + n * interval '1 second',
         (ARRAY['note', 'risk', 'place', 'holder'])[1 + n %% 4], 'Entry ' || n, '', %s, %s
    FROM generate_series(1, %s) n"""


def brought(**given):
    """What is brought in from before is written by the worker: entries of others, each at its own instant."""
    with as_worker():
        return record_entries(**given)


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


def of_length(service, entries):
    """A person whose case has so many entries more than its opening."""
    service.later()
    person = a_person(service)
    team = person.team
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            _COPY, [person.id, person.case, service.at, team.officer.id, team.organisation, entries]
        )
        cursor.execute("ANALYZE supervision_timelineentry")
    return person


@pytest.fixture(scope="module")
def long(service):
    """Somebody with 30,000 entries."""
    return of_length(service, MANY)


@pytest.fixture(scope="module")
def short(service, long):
    """Somebody with 30, in the same table."""
    return of_length(service, FEW)


def later(person):
    return person.service.at + timedelta(days=2)


def walked(person, *, kind=""):
    """Every entry, by turning pages to the end."""
    found, mark, sizes = [], "", []
    while mark is not None:
        with viewing(person.team.officer, later(person)):
            page = queries.timeline(person.id, kind=kind, after=mark)
        found.extend(page.entries)
        sizes.append(len(page.entries))
        mark = page.next
    assert all(size == queries.PAGE for size in sizes[:-1])
    return found


def stored(person, **where):
    return set(
        TimelineEntry.objects.using("owner").filter(person_id=person.id, **where).values_list("id", flat=True)
    )


def test_turning_the_pages_gives_every_entry_once_newest_first(short):
    found = walked(short)
    assert len(found) == len(stored(short)) == len({entry.id for entry in found})
    assert {entry.id for entry in found} == stored(short)
    assert [e.at for e in found] == sorted((e.at for e in found), reverse=True)


def test_filtered_by_kind_the_pages_give_every_entry_of_that_kind_once(short):
    found = walked(short, kind="risk")
    assert {entry.id for entry in found} == stored(short, kind="risk")
    with viewing(short.team.officer, later(short)):
        assert "risk" in queries.timeline_kinds(short.id)
        assert "breach" not in queries.timeline_kinds(short.id)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seconds=st.lists(st.integers(0, 3), min_size=20, max_size=70))
def test_entries_of_the_same_instant_are_neither_lost_nor_shown_twice_between_pages(service, seconds):
    service.later()
    person = a_person(service)
    at = service.later(minutes=5)
    entries = [
        Entry(person.case, at - timedelta(seconds=s), "note", f"Note {n}") for n, s in enumerate(seconds)
    ]
    brought(by=person.team.officer, at=at, entries=entries)
    found = walked(person)
    assert len(found) == len({entry.id for entry in found}) == len(stored(person))


def test_an_entry_written_while_pages_are_turned_moves_nothing(service):
    person = of_length(service, 40)
    with viewing(person.team.officer, later(person)):
        first = queries.timeline(person.id)
    record_on_timeline(
        by=person.team.officer, at=later(person), case_id=person.case, kind="note", what="In between"
    )
    with viewing(person.team.officer, later(person)):
        second = queries.timeline(person.id, after=first.next)
    assert not {e.id for e in first.entries} & {e.id for e in second.entries}
    assert len(first.entries) + len(second.entries) == len(stored(person)) - 1


@pytest.mark.parametrize("mark", ["x", "bm90IGpzb24=", "W10=", "é" * 30, "'; DROP TABLE x; --"])
def test_a_mark_that_is_none_shows_the_first_page(short, mark):
    with viewing(short.team.officer, later(short)):
        wanted = [e.id for e in queries.timeline(short.id).entries]
        assert [e.id for e in queries.timeline(short.id, after=mark).entries] == wanted


def plan_of(person, **asked):
    """The plan of the page's own query, as the web role makes it: each node and the index it uses."""
    said = []

    def listen(execute, sql, params, many, context):
        if "supervision_timelineentry" in sql:
            said.append((sql, params))
        return execute(sql, params, many, context)

    with viewing(person.team.officer, later(person)):
        with connection.execute_wrapper(listen):
            queries.timeline(person.id, **asked)
        ((sql, params),) = said
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("throughcare_web",)
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            found = cursor.fetchone()[0]
    found = json.loads(found) if isinstance(found, str) else found
    return shape(found[0]["Plan"])


def shape(node):
    return (
        node["Node Type"], node.get("Relation Name", ""), node.get("Index Name", ""),
        tuple(shape(below) for below in node.get("Plans", ())),
    )  # fmt: skip


def nodes(plan):
    yield plan[:3]
    for below in plan[3]:
        yield from nodes(below)


@pytest.mark.parametrize(
    ("asked", "index"), [({}, "timeline_of_person"), ({"kind": "risk"}, "timeline_by_kind")]
)
def test_the_plan_is_the_same_with_30_entries_and_with_30_000_and_uses_the_index(short, long, asked, index):
    few, many = plan_of(short, **asked), plan_of(long, **asked)
    assert few == many
    used = [node for node in nodes(many) if node[1] == "supervision_timelineentry"]
    assert used == [("Index Scan", "supervision_timelineentry", index)]
    assert "Sort" not in {node[0] for node in nodes(many)}


def test_a_page_deep_inside_uses_the_same_index(long):
    with viewing(long.team.officer, later(long)):
        mark = queries.timeline(long.id).next
    deep = [node for node in nodes(plan_of(long, after=mark)) if node[1] == "supervision_timelineentry"]
    assert deep == [("Index Scan", "supervision_timelineentry", "timeline_of_person")]


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"what": "  "}, "Say what happened"),
        ({"what": "x" * 201}, "at most 200 characters"),
        ({"kind": "closed"}, "Choose a kind of entry"),
        ({"case_id": new_id()}, "not yours to see"),
    ],
)
def test_an_entry_that_says_too_little_or_too_much_is_refused(short, given_, said):
    before = stored(short)
    asked = {"case_id": short.case, "kind": "note", "what": "Seen"} | given_
    with pytest.raises(Refused, match=said):
        record_on_timeline(by=short.team.officer, at=later(short), **asked)
    assert stored(short) == before


def test_many_entries_in_one_act_are_the_same_as_each_alone(service):
    service.later()
    one, other = a_person(service), a_person(service)
    at = service.later()
    record_on_timeline(
        by=one.team.officer, at=at, case_id=one.case, kind="note", what="Rang", note="No answer"
    )
    brought(by=other.team.officer, at=at, entries=[Entry(other.case, at, "note", "Rang", "No answer")])
    told = [
        TimelineEntry.objects.using("owner").filter(case=person.case, kind="note").values(
            "at", "what", "note", "member_id", "organisation_id", "about_id"
        ).get()
        for person in (one, other)
    ]  # fmt: skip
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "closed"}, "Choose a kind"),
        ({"what": ""}, "Say what happened"),
        ({"at": "before"}, "between the opening of its case and now"),
        ({"at": "after"}, "between the opening of its case and now"),
        ({"member_id": new_id()}, "by a member of your own organisation"),
    ],
)
def test_one_bad_entry_among_many_stops_them_all(short, wrong, said):
    at = later(short)
    asked = {"case_id": short.case, "at": at, "kind": "note", "what": "Seen"} | wrong
    asked["at"] = {"before": at - timedelta(days=99), "after": at + timedelta(days=1)}.get(
        asked["at"], asked["at"]
    )
    before = stored(short)
    with pytest.raises(Refused, match=said):
        brought(by=short.team.officer, at=at, entries=[Entry(short.case, at, "note", "Good"), Entry(**asked)])
    assert stored(short) == before
