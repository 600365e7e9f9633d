"""A team in two pictures: a bar is as long as the people it stands for, a month as tall as its cases, and the tables say the same."""

import re
from datetime import date, timedelta
from xml.etree.ElementTree import fromstring

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from support.service import a_person, a_service, managed
from support.wall_visits import browser

from throughcare.casework.supervision.actions import close_case
from throughcare.casework.supervision.queries import MonthOfCases, caseload_risks, caseload_size, flow_of
from throughcare.casework.supervision.rules import TenureKind
from throughcare.faces.supervision.pages.team_picture import (
    LEFT,
    RIGHT,
    RISKS,
    TALL,
    WIDE,
    flow_drawn,
    flow_table,
    workload_drawn,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.operating_model.rules import BodyKind, Risk

SVG = "{http://www.w3.org/2000/svg}"
names = st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable())
held = st.dictionaries(st.sampled_from(list(RISKS)), st.integers(0, 60))
months = st.lists(
    st.builds(MonthOfCases, st.just(date(2026, 3, 1)), *[st.integers(0, 90)] * 3), min_size=1, max_size=12
)


def rects(svg):
    """Every bar: its width, height and colour, without the key."""
    return [
        (float(one.get("width")), float(one.get("height")), one.get("fill"))
        for one in fromstring(svg).iter(f"{SVG}rect")
        if one.get("y") != "4"
    ]


def test_every_risk_that_is_recorded_has_a_colour_and_words():
    assert set(RISKS) == {risk.value for risk in Risk}
    assert len({fill for _, fill in RISKS.values()}) == len(RISKS)


@given(st.lists(st.tuples(names, held), max_size=8))
def test_bars_are_as_long_as_the_people_they_stand_for_and_none_leaves_the_picture(rows):
    svg, most = workload_drawn(rows), max((sum(risks.values()) for _, risks in rows), default=0)
    if not most:
        assert svg == ""
        return
    drawn = rects(svg)
    assert len(drawn) == sum(many > 0 for _, risks in rows for many in risks.values())
    assert sum(wide for wide, _, _ in drawn) == pytest.approx(
        sum(sum(r.values()) for _, r in rows) * (WIDE - LEFT - RIGHT) / most, abs=0.06 * len(drawn) + 0.06
    )


@given(months)
def test_a_month_is_as_tall_as_its_cases_and_the_table_says_the_same(rows):
    svg, most = flow_drawn(rows), max(max(one.came, one.went) for one in rows)
    assert [row[1:] for row in flow_table(rows).rows] == [[one.came, one.went, one.at_end] for one in rows]
    if not most:
        assert svg == ""
        return
    heights = [tall for _, tall, _ in rects(svg)]
    expected = [many * TALL / 2 / most for one in rows for many in (one.came, one.went)]
    assert heights == pytest.approx(expected, abs=0.06)


def test_a_name_is_never_markup():
    assert "<b>" not in workload_drawn([("<b>x", {"low": 1})])


@pytest.fixture(scope="module")
def scene():
    service = a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=4))
    return service, service.teams[BodyKind.TRUST]


def test_a_case_that_came_and_closed_this_month_came_and_went_and_is_nobodys_at_its_end(scene):
    service, trust = scene
    with viewing(trust.senior, service.at):
        before = flow_of([trust.unit], at=service.at)
    stays, goes = a_person(service), a_person(service)
    close_case(
        by=trust.senior,
        at=service.later(),
        case_id=goes.case,
        because="moved abroad",
        version=goes.row.version,
    )
    with viewing(trust.senior, service.later()):
        after = flow_of([trust.unit], at=service.at)
    assert stays.row.closed_at is None
    assert len(after) == 12 and [one.first for one in after] == sorted({one.first for one in after})
    assert (after[-1].came - before[-1].came, after[-1].went - before[-1].went) == (2, 1)
    assert after[-1].at_end - before[-1].at_end == 1


def test_whom_a_member_holds_is_counted_once_whatever_roles_and_stands_on_the_page(scene):
    service, trust = scene
    held_by = managed(a_person(service), TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR)
    with viewing(trust.senior, service.later()):
        risks = caseload_risks([trust.officer.id])
        assert sum(risks[trust.officer.id].values()) == caseload_size(trust.officer.id)
    assert risks[trust.officer.id][held_by.row.risk] >= 1
    page = browser(trust.senior).get("/team").content.decode()
    assert "Whom each member holds" in page and "What came and what went" in page
    assert len(re.findall("<svg", page)) == 2
    officers = browser(trust.officer).get("/team").content.decode()
    assert "What came and what went" not in officers
