"""Nothing late is absent: late things of every kind are made, and each is on exactly the homes that own it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone
from support.contacts import met
from support.people import a_founder, joins
from support.service import a_person, a_result, a_service, import_rows, managed
from support.wall_visits import browser

from throughcare.casework.assessment.actions import start_assessment
from throughcare.casework.assessment.models import Assessment, StepTaken
from throughcare.casework.courts.actions import send_file
from throughcare.casework.courts.models import Appearance, ReportRequest, Sentence, Upload
from throughcare.casework.people.models import Review
from throughcare.casework.supervision.actions import offer_transfer, record_contact
from throughcare.casework.supervision.models import Case, Contact, Gap, Responsibility, Tenure
from throughcare.casework.supervision.rules import TenureKind
from throughcare.faces.web.order import order_on
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.models import Membership
from throughcare.foundation.kernel import new_id
from throughcare.foundation.operating_model.models import Appointment
from throughcare.foundation.operating_model.rules import BodyKind

ALL_ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.RESPONSIBLE_OFFICER, TenureKind.SUPERVISOR)
LONG = timedelta(days=120)


@dataclass
class Late:
    """One late thing: of which kind, whom or what it is about, where it is done, and who owns it by the words of the roster."""

    kind: str
    about: str
    href: str
    owners: set[str]


@dataclass
class Day:
    """A service with a roster of members at work, and the late things made in it."""

    service: Any
    roster: dict[str, Any] = field(default_factory=dict)
    late: list[Late] = field(default_factory=list)

    @property
    def trust(self):
        return self.service.teams[BodyKind.TRUST]

    def person(self, *, held=True, long=True):
        """Somebody under sentence, held in every role by the officer or by nobody, for long unless said otherwise."""
        someone = a_person(self.service)
        if held:
            managed(someone, *ALL_ROLES)
        if long:
            began = timezone.now() - LONG
            Case.objects.using("owner").filter(id=someone.case).update(opened_at=began)
            for model in (Responsibility, Tenure, Gap):
                for row in model.objects.using("owner").filter(case=someone.case, during__upper_inf=True):
                    row.during = DateTimeTZRange(began, None)
                    row.save(using="owner")
        return someone

    def owes(self, kind, person, href, *owners):
        where = href.format(person=person.id)
        self.late.append(Late(kind, str(person.id), where, set(owners)))


MAKERS: dict[str, Callable[[Day], None]] = {}


def makes(*kinds):
    def keep(maker):
        MAKERS[", ".join(kinds)] = maker
        maker.kinds = kinds
        return maker

    return keep


@makes("breach", "first contact", "never assessed")
def held_by_the_officer(day):
    person = day.person()
    Sentence.objects.using("owner").filter(person_id=person.id).update(state="in breach")
    day.owes("breach", person, "/people/{person}/sentence", "officer")
    day.owes("first contact", person, "/people/{person}/record", "officer")
    day.owes("never assessed", person, "/people/{person}/assessment", "officer")


@makes("no holder")
def managed_and_nothing_more(day):
    person = managed(a_person(day.service))
    day.owes("no holder", person, f"/allocation/cases/{person.case}", "senior")


@makes("no offender manager")
def held_by_nobody(day):
    person = day.person(held=False)
    Sentence.objects.using("owner").filter(person_id=person.id).update(state="in breach")
    day.owes("breach", person, "/people/{person}/sentence", "senior")
    day.owes("first contact", person, "/people/{person}/record", "senior")
    day.owes("never assessed", person, "/people/{person}/assessment", "senior")
    day.owes("no offender manager", person, f"/allocation/cases/{person.case}", "senior")


@makes("requirement")
def ordered_long_ago_and_not_begun(day):
    for held, owner in ((True, "officer"), (False, "senior")):
        person = day.person(held=held)
        day.owes("requirement", person, "/people/{person}/requirements", owner)


def _assessed(day, **given):
    person = day.person()
    begun = start_assessment(by=day.trust.officer, at=day.service.later(), person_id=person.id)
    Assessment.objects.using("owner").filter(id=begun).update(**given)
    return person, begun


@makes("review", "contact")
def past_its_time_and_not_seen_for_long(day):
    signed = timezone.now() - timedelta(days=1500)
    person, _ = _assessed(day, state="signed", signed_at=signed, harm_level="low", harm_at=signed)
    day.owes("review", person, "/people/{person}/assessment", "officer")
    at = day.service.later()
    record_contact(by=day.trust.officer, at=at, meeting=met(person.case, at, "office visit"))
    Contact.objects.using("owner").filter(person_id=person.id).update(happened_at=timezone.now() - LONG / 2)
    day.owes("contact", person, "/people/{person}/record", "officer")


@makes("unfinished", "sentence ended")
def not_finished_and_past_its_end(day):
    person, begun = _assessed(day, started_at=timezone.now() - LONG)
    day.owes("unfinished", person, f"/people/{{person}}/assessments/{begun}", "officer")
    begins = date(2025, 1, 6)
    Sentence.objects.using("owner").filter(person_id=person.id).update(
        imposed_on=begins, begins_on=begins, ends_on=date(2026, 1, 5)
    )
    day.owes("sentence ended", person, "/people/{person}/sentence", "officer")


@makes("countersignature", "result awaited", "same person")
def to_countersign_with_no_result_and_a_second_record(day):
    person, begun = _assessed(
        day, state="awaiting countersignature", harm_level="high", harm_at=timezone.now()
    )
    StepTaken.objects.using("owner").create(
        person_id=person.id, assessment_id=begun, step="sign", state="awaiting countersignature", version=1,
        member_id=day.trust.officer.id, at=timezone.now() - LONG,
    )  # fmt: skip
    day.owes("countersignature", person, f"/people/{{person}}/assessments/{begun}/read", "senior")
    row = Appearance.objects.using("owner").get(person_id=person.id)
    row.id, row.result_ref, row.case_number = new_id(), new_id().hex[:20], new_id().hex[:20]
    row.outcome = "listed"
    row.save(using="owner", force_insert=True)
    day.owes("result awaited", person, f"/courts/{row.hearing_id}", "court")
    made = Review.objects.using("owner").create(
        person_id=person.id, rival_id=day.person(held=False).id, unit_id=day.trust.unit, bits=17, because="alike",
        raised_at=timezone.now() - LONG, weights={"prior": -21.8, "parts": []}, model="a test",
    )  # fmt: skip
    day.owes("same person", person, f"/matches/{made.id}", "senior", "case administrator")


@makes("left")
def held_by_somebody_who_left(day):
    leaver = joins(day.trust.unit, "offender manager")
    person = day.person()
    Tenure.objects.using("owner").filter(case=person.case, kind="offender manager").update(
        member_id=leaver.id
    )
    row = Membership.objects.using("owner").get(id=leaver.id)
    row.during = DateTimeTZRange(row.during.lower, timezone.now() - timedelta(minutes=5))
    row.save(using="owner")
    day.owes("left", person, f"/allocation/cases/{person.case}", "senior")


@makes("transfer")
def offered(day):
    person = day.person()
    offer = offer_transfer(
        by=day.trust.senior, at=day.service.later(), case_id=person.case,
        to_unit=day.roster["senior elsewhere"].unit_id, because="moved house",
    )  # fmt: skip
    day.owes("transfer", person, f"/transfers/{offer}", "senior elsewhere")


@makes("court report")
def a_report(day):
    before = set(ReportRequest.objects.using("owner").values_list("id", flat=True))
    heard = timezone.now().date() - timedelta(days=20)
    import_rows(
        day.service,
        a_result(outcome="report requested", report_kind="standard", sentence_kind="", sentence_length="",
                 sentence_unit="", requirements="", hearing_date=heard.isoformat(),
                 report_due=(heard + timedelta(days=10)).isoformat()),
    )  # fmt: skip
    report = ReportRequest.objects.using("owner").exclude(id__in=before).get()
    where = f"/people/{report.person_id}/reports/{report.id}/advice"
    day.late.append(Late("court report", str(report.person_id), where, {"court"}))


@makes("refused rows")
def refused(day):
    report = import_rows(day.service, a_result(hearing_date="2026-02-31"), file_name=f"{new_id().hex}.csv")
    from throughcare.casework.courts.models import RefusedRow

    row = RefusedRow.objects.using("owner").get(brought=report.import_id)
    day.late.append(Late("refused rows", row.brought.file_name, f"/imports/rows/{row.id}", {"court"}))


@makes("not brought in")
def not_brought_in(day):
    name = f"{new_id().hex}.csv"
    sent = send_file(
        by=day.service.officer_of_the_court, at=day.service.later(), file_name=name, content=b"x\n"
    )
    assert sent
    upload = Upload.objects.using("owner").get(file_name=name)
    Upload.objects.using("owner").filter(id=upload.id).update(state="refused", because="no columns")
    day.late.append(Late("not brought in", name, f"/imports/uploads/{upload.id}", {"court"}))


@makes("agreement ending")
def an_agreement_ends(day):
    soon = timezone.now() + timedelta(days=10)
    one, other = (
        day.trust.organisation,
        next(
            team.organisation
            for team in day.service.teams.values()
            if team.organisation != day.trust.organisation
        ),
    )
    access.agree_to_share(
        by=a_founder(), at=day.service.later(), shared_by=one, shared_with=other, purpose="inspection",
        basis="a protocol", until=soon,
    )  # fmt: skip
    day.late.append(Late("agreement ending", "", f"/organisations/{one}", {"administrator"}))


@makes("body ending")
def an_appointment_ends(day):
    today = timezone.now().date()
    Appointment.objects.using("owner").create(
        area_id=day.service.area, body="police", function="", organisation_id=day.trust.organisation,
        during=DateRange(today - timedelta(days=9), today + timedelta(days=9)),
    )  # fmt: skip
    day.late.append(Late("body ending", "", f"/areas/{day.service.area}", {"administrator"}))


@pytest.fixture(scope="module")
def day():
    service = a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=6))
    made = Day(service)
    trust = made.trust
    elsewhere = access.record_unit(
        by=a_founder(), at=service.at, organisation_id=trust.organisation, name=f"Other {service.area}",
        kind="team", area_code=service.area,
    )  # fmt: skip
    made.roster = {
        "officer": trust.officer,
        "senior": trust.senior,
        "colleague": joins(trust.unit, "offender manager"),
        "services officer": joins(trust.unit, "probation services officer"),
        "case administrator": joins(trust.unit, "case administrator"),
        "administrator": joins(trust.unit, "administrator"),
        "court": service.officer_of_the_court,
        "senior elsewhere": joins(elsewhere, "senior probation officer"),
        "officer elsewhere": joins(elsewhere, "offender manager"),
        "sentencer": joins(trust.unit, "sentencer"),
        "commissioner": joins(trust.unit, "commissioner"),
        "analyst": joins(trust.unit, "analyst"),
    }
    makers = list(MAKERS.values())
    random.Random(17).shuffle(makers)
    for maker in makers:
        maker(made)
    service.takes_its_area()
    return made


@pytest.fixture(scope="module")
def homes(day):
    return {who: browser(member).get("/", {"all": ""}).content.decode() for who, member in day.roster.items()}


def rows_of(home: str) -> list[str]:
    """The rows of what waits on a home."""
    return re.findall(r'<li class="tc-waiting__row">(.*?)</ul>\s*</li>', home, re.S)


def is_on(late: Late, home: str) -> bool:
    where = late.href.replace("&", "&amp;")
    return any(f'href="{where}"' in row and late.about in row for row in rows_of(home))


@pytest.mark.parametrize("kind", sorted({kind for maker in MAKERS.values() for kind in maker.kinds}))
def test_a_late_thing_is_on_exactly_the_homes_that_own_it(kind, day, homes):
    found = [late for late in day.late if late.kind == kind]
    assert found
    for late in found:
        assert {who for who, home in homes.items() if is_on(late, home)} == late.owners, late


def test_every_kind_that_the_order_weighs_is_made_here_or_named_with_where_it_is_tried():
    elsewhere = {
        "reminder failed": "tests of reminders on pages",
        "corrected result": "tests of the page of corrected results",
        "court question": "tests of questions to courts",
        "newcomer": "tests of newcomers",
        "referral": "tests of referrals on the homes of both sides",
        "refused services": "the same",
        "amendment to read": "tests of amendments, on the homes of both sides",
        "wait past its limit": "tests of queues past what was agreed, on the homes of whoever is told",
        "queue past its limit": "the same",
        "programme": "tests of programmes on the homes of both sides",
        "group attendance": "tests of groups on the homes of those who hold them",
        "plan": "tests of plans on the homes of those who answer for the sentence",
        "plan review": "the same",
        "step undone": "tests of steps that services do",
        "turns untold": "tests of unpaid work on the homes of whoever arranges it",
        "no turn ahead": "the same",
        "hours done": "the same",
        "project asked for": "the same",
        "accommodation": "tests of accommodation on the homes of both sides",
        "integrated management": "tests of integrated offender management on the homes of the side that owes",
        "public protection": "tests of public protection on the homes of the side that owes",
        "helper": "tests of helpers on the homes of both sides",
        "helper's check": "the same, of whoever runs the team",
        "recall": "tests of recalls on the homes of the side that owes",
        "good compliance": "tests of good compliance recognised, on the homes of those who answer for the sentence",
        "crossing to approve": "tests of walls of competitions on the homes of whoever approves",
        "declaration to renew": "tests of passports on the homes of those who lead a provider",
        "pool to join": "tests of pooled budgets on the homes of partners",
        "spending to vote on": "the same",
        "pool to give back": "the same, of whoever leads it",
        "year of a pool to close": "the same, where the model limits what is carried over",
        "key to make": "tests of competitions on the homes of whoever opens bids",
        "key to turn": "the same",
        "line disputed": "tests of statements, on the homes of whoever rules on them",
        "statement to approve": "the same, of whoever approves them",
        "terms to sign": "tests of pages of contracts, on the homes of both sides",
        "provider in distress": "tests of how providers stand, on the homes of both sides",
        "plan lapsed": "the same",
        "point to look at": "the same",
        "point to achieve": "the same",
        "month to tell of": "the same",
        "subcontractor to pay": "tests of the supply chain, on the homes of those who lead a provider",
        "staff to tell of": "tests of staff who would transfer, on the homes of those who lead a provider",
        "panel to name": "tests of evaluation on the homes of the buyer's team",
        "answers to score": "the same",
        "scores to agree": "the same",
        "award to decide": "the same",
        "price to account for": "tests of low prices",
        "price to keep or reject": "tests of low prices",
        "question to answer": "the same",
        "award to publish": "the same",
        "contract to sign": "the same",
        "notice to give": "the same",
        "licence": "tests of release on the homes of those who answer for the sentence",
        "licence approval": "the same, of those who approve licences",
        "release need": "the same",
        "release moved": "the same",
        "condition asked for": "the same",
        "handover": "the same",
        "release meeting": "the same",
        "held past minimum": "the same",
        "licence end": "the same",
        "failure or hand-over to confirm": "tests of handing over, on the homes of the buyer's team",
        "failure to refer": "tests of enforcement on the homes of whoever recorded it",
        "failure to decide": "tests of enforcement on the homes of whoever decides",
        "enforcement letter": "the same",
        "breach to lodge": "the same",
        "warrant": "the same",
        "decision to audit": "tests of enforcement on inspectors' homes",
        "body missing": "an area without a body, below",
        "sampled": "tests of inspectors' homes",
    }
    made = {kind for maker in MAKERS.values() for kind in maker.kinds}
    assert made | set(elsewhere) == set(order_on(timezone.now().date()).table.kinds)


def test_a_person_has_one_row_whatever_waits_about_them(day, homes):
    for home in homes.values():
        whose = [re.search(r'href="/people/([0-9a-f-]{36})"', row) for row in rows_of(home)]
        named = [UUID(found.group(1)) for found in whose if found]
        assert len(named) == len(set(named))


def test_asking_each_question_once_shows_what_asking_each_time_does(day, homes, monkeypatch):
    monkeypatch.setattr("throughcare.faces.web.prepared.asking_once", nullcontext)
    for who, member in day.roster.items():
        asked_each_time = browser(member).get("/", {"all": ""}).content.decode()
        assert rows_of(asked_each_time) == rows_of(homes[who]), who
    assert any(rows_of(home) for home in homes.values())


def test_what_does_not_fit_is_counted_and_one_step_away(day):
    shown = browser(day.trust.senior).get("/").content.decode()
    every = browser(day.trust.senior).get("/", {"all": ""}).content.decode()
    assert len(rows_of(shown)) <= 12 or "See all" in shown
    if len(rows_of(every)) > len(rows_of(shown)):
        assert f"See all {len(rows_of(every))}" in shown


def test_home_says_why_it_stands_in_this_order_and_that_the_figures_are_assumed(homes):
    shown = " ".join(homes["senior"].split())
    assert "Why this order?" in shown and "assumed" in shown and "home-2026" in shown


def test_narrowing_to_one_kind_keeps_those_alone_who_have_it(day):
    shown = browser(day.trust.senior).get("/", {"kind": "left", "all": ""}).content.decode()
    assert rows_of(shown) and all("left on" in row for row in rows_of(shown))


def test_nobody_who_never_sees_a_record_is_named_anybody(homes):
    for who in ("sentencer", "commissioner", "analyst", "administrator"):
        assert not re.search(r'href="/people/[0-9a-f-]{36}', homes[who])
