"""The order of home, pure: harm if late times lateness, one row a person, nothing lost, every place explained."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.order import in_order, order_on, placed
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.operating_model.rules import Risk

TODAY = date(2026, 11, 27)
EDITION, CALENDAR = order_on(TODAY), WorkingCalendar()
KINDS = sorted(EDITION.table.kinds)
RISKS = ["very_high", "high", "not_assessed", "medium", "low"]
PEOPLE = [UUID(int=n) for n in range(6)]

days = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=60))
matters = st.builds(
    lambda kind, risk, due, who: Matter(
        kind, kind, Link("Do", f"/{kind}"), TODAY, due=due, person_id=who, risk=risk
    ),
    st.sampled_from(KINDS),
    st.sampled_from(RISKS),
    days,
    st.sampled_from(PEOPLE),
)


def weigh(matter):
    return placed(matter, on=TODAY, edition=EDITION, calendar=CALENDAR)


def order(found):
    return in_order(found, on=TODAY, edition=EDITION, calendar=CALENDAR)


def a_matter(**given):
    return Matter(**{"kind": "contact", "what": "x", "do": Link("Do", "/"), "since": TODAY, **given})


@given(st.lists(matters, max_size=25))
def test_every_matter_is_there_once_and_every_person_has_one_row(found):
    rows = order(found)
    assert len({row.matters[0].matter.person_id for row in rows}) == len(rows)
    told = {(m.matter.person_id, m.matter.kind) for row in rows for m in row.matters}
    assert told == {(m.person_id, m.kind) for m in found}
    assert all(len({m.matter.person_id for m in row.matters}) == 1 for row in rows)


@given(st.lists(matters, max_size=25), st.randoms(use_true_random=False))
def test_the_order_asks_nothing_of_the_order_in_which_matters_come(found, random):
    distinct = list({(m.person_id, m.kind): m for m in found}.values())
    mixed = random.sample(distinct, len(distinct))
    assert order(mixed) == order(distinct)


@given(st.lists(matters, max_size=25))
def test_the_weightiest_matter_of_a_person_places_them_and_weights_never_rise(found):
    rows = order(found)
    weights = [row.weight for row in rows]
    assert weights == sorted(weights, reverse=True)
    assert all(row.weight == max(m.weight for m in row.matters) for row in rows)


@given(matters, st.integers(0, 400))
def test_waiting_longer_never_makes_a_thing_lighter(one, more):
    from dataclasses import replace

    assert weigh(replace(one, due=one.due - timedelta(days=more))).weight >= weigh(one).weight


@given(matters)
def test_a_graver_risk_never_makes_a_thing_lighter_and_the_unknown_is_not_low(one):
    from dataclasses import replace

    weights = [weigh(replace(one, risk=risk)).weight for risk in RISKS]
    assert weights == sorted(weights, reverse=True) and len(set(weights)) == len(weights)


def test_a_breach_and_a_first_contact_outrank_an_assessment_equally_late_at_the_same_risk():
    of = {kind: weigh(a_matter(kind=kind, risk="high", due=TODAY)).weight for kind in KINDS}
    assert of["breach"] == max(of.values())
    assert of["first contact"] > of["never assessed"] > of["unfinished"]
    assert of["no offender manager"] > of["no holder"]


def test_a_very_high_risk_waiting_eight_days_stands_before_a_low_risk_waiting_thirty():
    grave = a_matter(
        kind="no offender manager", risk="very_high", due=CALENDAR.add(TODAY, -3), person_id=PEOPLE[0]
    )
    low = a_matter(kind="no offender manager", risk="low", due=CALENDAR.add(TODAY, -30), person_id=PEOPLE[1])
    assert [row.matters[0].matter.person_id for row in order([low, grave])] == PEOPLE[:2]


def test_a_thing_without_a_day_of_its_own_is_due_so_many_working_days_after_it_began():
    begun = a_matter(kind="never assessed", since=date(2026, 11, 2), risk="low")
    assert weigh(begun).due == CALENDAR.add(date(2026, 11, 2), EDITION.table.kinds["never assessed"].within)


def test_due_today_is_not_late_and_tomorrow_is_not_yet_due():
    assert weigh(a_matter(due=TODAY)).late == 0
    assert weigh(a_matter(due=TODAY + timedelta(days=1))).late is None
    assert weigh(a_matter(due=TODAY - timedelta(days=1))).late == 1


def test_why_a_thing_stands_where_it_does_multiplies_out_and_names_its_edition():
    one = weigh(a_matter(kind="contact", risk="high", due=CALENDAR.add(TODAY, -6)))
    assert one.finding.because == (
        "Contact overdue: harm 6, times 4 (risk high), times 3 (5 to 9 working days late), makes 72"
    )
    assert one.weight == 72
    assert EDITION.name in str(one.finding)


def test_the_order_says_that_its_figures_are_assumed_and_knows_every_risk():
    assert EDITION.table.basis == "assumed"
    assert {risk.value for risk in Risk} <= set(EDITION.table.risk)
    late = [step.late for step in EDITION.table.lateness]
    assert late[0] is None and late[1:] == sorted(late[1:]) and late[1] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_in_words_and_has_a_harm_from_one_to_ten(kind):
    terms = EDITION.table.kinds[kind]
    assert 1 <= terms.harm <= 10 and terms.words[0].isupper()
