"""Lists of people: what stands in the address narrows and orders them, loses nobody, and names nobody."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from support.people import joins
from support.service import a_person, a_service, managed
from support.wall_visits import browser

from throughcare.casework.supervision.actions import record_risk
from throughcare.casework.supervision.models import Case, Tenure
from throughcare.casework.supervision.queries import Answered
from throughcare.casework.supervision.rules import TenureKind
from throughcare.faces.supervision.pages.contact_standing import ContactStanding
from throughcare.faces.supervision.pages.people_lists import (
    CONTACT,
    NEEDS,
    SENTENCES,
    Listed,
    counted_table,
    fits,
    in_order,
)
from throughcare.faces.web.value_words import gravity
from throughcare.foundation.operating_model.rules import BodyKind, Risk, Rsr

TODAY = date(2026, 11, 27)
RISKS = [risk.value for risk in Risk]
days = st.none() | st.dates(TODAY - timedelta(days=200), TODAY + timedelta(days=60))


def one(number, risk, tier, sentence, last, by, needs):
    case = Answered(
        UUID(int=number),
        UUID(int=number),
        UUID(int=0),
        risk,
        sentence,
        "community",
        timezone.now(),
        False,
        {},
    )
    contact = ContactStanding(last, by, TODAY, is_first=last is None and by is not None, because="")
    return Listed(case, tier, False, contact, frozenset(needs))


people = st.lists(
    st.tuples(
        st.sampled_from(RISKS), st.sampled_from(["", "A", "B", "G"]), st.sampled_from(SENTENCES), days, days,
        st.sets(st.sampled_from(sorted(NEEDS))),
    ),
    max_size=20,
).map(lambda rows: [one(number, *row) for number, row in enumerate(rows)])  # fmt: skip
orders = st.sampled_from(["", "risk", "tier", "sentence", "last", "next", "name", "unheard"]).flatmap(
    lambda name: st.sampled_from([name, f"-{name}"])
)


@given(people, orders)
def test_any_order_keeps_everybody_once(rows, order):
    found = in_order(rows, order, {})
    assert sorted(one.case.case_id for one in found) == sorted(one.case.case_id for one in rows)


@given(people)
def test_where_no_order_is_asked_the_gravest_stand_first(rows):
    ranks = [gravity(one.case.risk) for one in in_order(rows, "", {})]
    assert ranks == sorted(ranks)


@given(people)
def test_by_when_next_to_be_seen_the_latest_overdue_stand_first_and_those_owed_none_last(rows):
    found = [one.contact.by for one in in_order(rows, "next", {})]
    known = [by for by in found if by is not None]
    assert found == [*sorted(known), *[None] * (len(found) - len(known))]


@given(people)
def test_those_never_seen_stand_before_those_seen_long_ago(rows):
    found = [one.contact.last for one in in_order(rows, "last", {})]
    never = found.count(None)
    assert found[:never] == [None] * never and found[never:] == sorted(found[never:])


@given(people, st.sampled_from(sorted(CONTACT)))
def test_each_answer_to_one_question_narrows_and_nothing_asked_narrows_nothing(rows, contact):
    assert all(fits(row, {"risk": "", "contact": ""}, TODAY) for row in rows)
    for risk in RISKS:
        assert [r for r in rows if fits(r, {"risk": risk}, TODAY)] == [r for r in rows if r.case.risk == risk]
    both = [r for r in rows if fits(r, {"contact": contact, "risk": "high"}, TODAY)]
    assert set(map(id, both)) <= {id(r) for r in rows if r.case.risk == "high"}


@given(people)
def test_overdue_and_owed_none_never_meet(rows):
    for row in rows:
        assert not (fits(row, {"contact": "overdue"}, TODAY) and fits(row, {"contact": "not owed"}, TODAY))
        assert fits(row, {"contact": "overdue"}, TODAY) == (
            row.contact.by is not None and row.contact.by < TODAY
        )


@pytest.fixture(scope="module")
def scene():
    service = a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=4))
    held = managed(a_person(service), TenureKind.OFFENDER_MANAGER)
    return service, service.teams[BodyKind.TRUST], held, a_person(service)


def shown(member, address, **asked):
    answer = browser(member).get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_team_page_names_everybody_with_who_manages_them_and_a_caseload_ones_own(scene):
    _, trust, held, unheld = scene
    team = shown(trust.senior, "/team/people")
    assert f'href="/people/{held.id}"' in team and f'href="/people/{unheld.id}"' in team
    assert trust.officer.name in team and "Nobody" in team
    own = shown(trust.officer, "/caseload")
    assert f'href="/people/{held.id}"' in own and f'href="/people/{unheld.id}"' not in own


def test_what_is_chosen_stands_in_the_address_and_on_the_page_and_can_be_taken_away(scene):
    _, trust, held, _ = scene
    page = shown(trust.officer, "/caseload", risk="not_assessed", sort="-next")
    assert f'href="/people/{held.id}"' in page
    assert "Stop filtering by" in page and "Risk of serious harm: Not assessed" in page
    assert 'aria-sort="descending"' in page
    none = shown(trust.officer, "/caseload", risk="low")
    assert f'href="/people/{held.id}"' not in none and "Nobody here fits what was asked" in none


def test_no_address_on_the_list_holds_a_name_or_a_day_of_birth(scene):
    trust = scene[1]
    page = shown(trust.senior, "/team/people", sort="name")
    assert not re.search(r'href="[^"]*(Robin|19\d\d-\d\d-\d\d)', page)


@pytest.mark.parametrize("odd", ["²", "-", "--risk", "x" * 300, "1e3"])
def test_odd_words_in_the_address_are_no_fault(scene, odd):
    _, trust, _, _ = scene
    for name in ("risk", "tier", "sentence", "sort", "page", "contact", "needs", "place"):
        assert browser(trust.officer).get("/caseload", {name: odd}).status_code == 200


def test_the_order_is_chosen_in_the_filter_too_which_a_phone_has_without_headings_and_is_kept_when_narrowing(
    scene,
):
    _, trust, held, _ = scene
    page = shown(trust.officer, "/caseload", sort="next", risk="not_assessed")
    assert f'href="/people/{held.id}"' in page
    assert re.search(r'<select[^>]*name="sort"', page)
    assert re.search(r'<option value="next"\s+selected', page)
    assert "Stop filtering by" in page and "In what order: Next" not in page
    odd = shown(trust.officer, "/caseload", sort="-sentence")
    assert 'aria-sort="descending"' in odd and "govuk-error-message" not in odd


@given(people)
def test_everybody_is_counted_once_by_sentence_and_tier(rows):
    table = counted_table(rows)
    assert (table is None) == (not rows)
    if table is not None:
        *kinds, every = table.rows
        assert every[-1] == len(rows) == sum(row[-1] for row in kinds)
        assert all(row[-1] == sum(row[1:-1]) for row in table.rows)


def test_a_team_whose_staff_hold_roles_in_anothers_cases_counts_and_lists_those_people():
    service = a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=3))
    person = a_person(service)
    version = Case.objects.using("owner").get(id=person.case).version
    record_risk(
        by=person.team.senior, at=service.later(), case_id=person.case, version=version, risk=Risk.LOW, rsr=Rsr.BELOW_CUT_OFF
    )  # fmt: skip
    managed(person, TenureKind.SUPERVISOR)
    held = Tenure.objects.using("owner").get(case=person.case, during__upper_inf=True, kind="supervisor")
    assert held.unit_id != person.row.unit_id, "a case that another body's officer supervises is needed"
    shown = browser(joins(held.unit_id, "provider lead")).get("/team/people").content.decode()
    assert f"/people/{person.id}" in shown and "How many people, by sentence and tier" in shown
    home = browser(joins(held.unit_id, "provider lead")).get("/").content.decode()
    assert "My team's people, by sentence and tier" in unescape(home) and 'href="/team/people"' in home
    assert (
        "by sentence and tier"
        not in browser(joins(held.unit_id, "provider worker")).get("/").content.decode()
    )
