"""From stored facts through the service: every input that divides cases, changed, changes who holds them."""

from dataclasses import dataclass
from typing import Any

import pytest
from support.inputs import check_reaches, check_whole, reaching, with_defaults
from support.service import Person, a_result, a_service, faults_of, import_rows
from support.wall_visits import browser, caller

from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import (
    Opening,
    accept_transfer,
    offer_transfer,
    record_movement,
    record_risk,
)
from throughcare.casework.supervision.models import Case, Gap
from throughcare.casework.supervision.rules import TenureKind, as_subject, wanted_tenures
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.casework.supervision.store.steps import subject_of
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id
from throughcare.foundation.operating_model.rules import BodyKind, Cohort, Risk, Rsr, Subject
from throughcare.foundation.operating_model.rules.presets import preset_text

DIVIDES = "transforming-rehabilitation-2014"
SILENT = 'starts_high: {value: false, basis: assumed, why: "the letter is silent"}'
LOW: dict[str, Any] = {"risk": Risk.LOW, "rsr": Rsr.BELOW_CUT_OFF, "cohorts": ()}


def a_divided_service():
    """A service whose model divides cases on every axis, and takes everybody as high risk when they come out."""
    text = preset_text(DIVIDES)
    assert SILENT in text
    return a_service(DIVIDES, text=text.replace(SILENT, SILENT.replace("false", "true")))


@pytest.fixture(scope="module")
def service():
    return a_divided_service()


@dataclass
class Somebody:
    """Somebody whom a court sentences, and whose case a test may change."""

    service: Any
    row: dict[str, str]
    person: Person

    @classmethod
    def in_court(cls, service, **given) -> "Somebody":
        """What a court made of somebody new: a community order, unless said."""
        service.later()
        row = a_result(**given)
        import_rows(service, row)
        case = Case.objects.using("owner").filter(area_code=service.local[0]).latest("id")
        return cls(service, row, Person(case.person_id, case.id, service))

    @classmethod
    def sentenced(cls, service, **given) -> "Somebody":
        """The same, assessed: low risk and below the cut-off."""
        one = cls.in_court(service, **given)
        one.stands(**LOW)
        return one

    @property
    def senior(self):
        """Who answers for the case now: the court's officer before a sentence."""
        if self.person.row.unit_id == self.service.court_unit:
            return self.service.officer_of_the_court
        return self.person.team.senior

    def stands(self, **changed) -> None:
        """Risk, the score against the cut-off and cohorts, as they are recorded."""
        row = self.person.row
        given = {"risk": Risk(row.risk)} | changed
        record_risk(
            by=self.person.team.senior, at=self.service.later(), case_id=row.id, version=row.version, **given
        )

    def sentenced_again(self, **given) -> None:
        """The same person before the court again."""
        self.service.later()
        report = import_rows(self.service, self.row | {"result_ref": new_id().hex[-20:]} | given)
        assert report.refused == 0, faults_of(self.service, report)

    def moves(self, kind: MovementKind, *, resettled: bool = False) -> None:
        row = self.person.row
        record_movement(
            by=self.person.team.senior, at=self.service.later(), case_id=row.id, version=row.version, kind=kind,
            resettled=resettled,
        )  # fmt: skip

    def passes_to(self, body: BodyKind) -> None:
        """The team that answers gives the case to another body's, as the model lets it."""
        team = self.service.teams[body]
        made = offer_transfer(
            by=self.person.team.senior, at=self.service.later(), case_id=self.person.case, to_unit=team.unit,
            because="the model gives it to them",
        )  # fmt: skip
        accept_transfer(by=team.senior, at=self.service.later(), transfer_id=made)

    def asked(self) -> tuple[Subject, tuple[Any, ...]]:
        """The case as the model is asked about it; the teams that may fill its roles, and the roles that wait."""
        row = self.person.row
        with viewing(self.senior, self.service.at):
            teams = tuple(queries.holders_there(row, at=self.service.at))
        gaps = Gap.objects.using("owner").filter(case=row.id, during__upper_inf=True)
        return subject_of(row), (teams, tuple(sorted(gaps.values_list("kind", flat=True))))


def out_of_prison(service, *, resettled: bool) -> Somebody:
    one = Somebody.sentenced(service, sentence_kind="custody", sentence_length="10", requirements="")
    one.moves(MovementKind.RELEASED, resettled=resettled)
    return one


def before_sentence(service) -> Somebody:
    return Somebody.in_court(
        service, outcome="report requested", sentence_kind="", sentence_length="", sentence_unit="", requirements="",
        report_kind="standard", report_due="2026-12-01",
    )  # fmt: skip


AS_SUBJECT = {
    "risk": lambda one: one.stands(risk=Risk.HIGH),
    "rsr": lambda one: one.stands(rsr=Rsr.AT_OR_ABOVE_CUT_OFF),
    "cohorts": lambda one: one.stands(cohorts=(Cohort.MAPPA,)),
    "place": lambda one: one.moves(MovementKind.RECEIVED),
    "sentence": lambda one: one.sentenced_again(
        outcome="sentenced", sentence_kind="community order", sentence_length="12", sentence_unit="months",
        requirements="unpaid work 120 hours", report_kind="", report_due="",
    ),
    "resettled": lambda one: (one.moves(MovementKind.RECEIVED), one.moves(MovementKind.RELEASED, resettled=True)),
}  # fmt: skip
BEGINS = {"sentence": before_sentence, "resettled": lambda service: out_of_prison(service, resettled=False)}


@pytest.mark.parametrize("name", reaching(AS_SUBJECT))
def test_every_input_that_divides_cases_reaches_the_model_from_what_is_stored(service, name):
    one = BEGINS.get(name, Somebody.sentenced)(service)
    before = one.asked()
    AS_SUBJECT[name](one)
    check_reaches(name, before, one.asked())


@pytest.mark.parametrize("facts", [as_subject, Subject])
def test_every_input_that_divides_cases_has_a_row(facts):
    check_whole(facts, AS_SUBJECT)


@pytest.mark.parametrize("facts", [as_subject, wanted_tenures])
def test_no_input_that_divides_cases_has_a_silent_default(facts):
    assert with_defaults(facts) == []


def test_whatever_opens_a_case_says_where_the_person_is():
    assert "place" not in with_defaults(Opening)


WANTED = {
    "place": (Somebody.sentenced, AS_SUBJECT["place"]),
    "sentence": (before_sentence, AS_SUBJECT["sentence"]),
}


@pytest.mark.parametrize("name", WANTED)
def test_every_input_of_the_roles_a_case_should_have_opens_or_closes_a_gap(service, name):
    begins, change = WANTED[name]
    one = begins(service)
    before = one.asked()[1][1]
    change(one)
    assert one.asked()[1][1] != before


def test_every_input_of_the_roles_a_case_should_have_has_a_row():
    check_whole(wanted_tenures, WANTED)


HEAVIER = {
    "sentence_kind": "suspended sentence order",
    "custody_months": "6",
    "requirements": "unpaid work 100 hours",
}
KEEPS: dict[str, tuple[Any, Any, BodyKind]] = {
    "nothing": (Somebody.sentenced, lambda one: None, BodyKind.COMMUNITY_PROVIDER),
    "risk": (Somebody.sentenced, AS_SUBJECT["risk"], BodyKind.PUBLIC_PROVIDER),
    "rsr": (Somebody.sentenced, AS_SUBJECT["rsr"], BodyKind.PUBLIC_PROVIDER),
    "cohorts": (Somebody.sentenced, AS_SUBJECT["cohorts"], BodyKind.PUBLIC_PROVIDER),
}


@pytest.mark.parametrize("name", KEEPS)
def test_a_second_heavier_sentence_asks_the_model_with_all_that_is_known_of_the_case(service, name):
    begins, change, expected = KEEPS[name]
    one = begins(service)
    one.passes_to(BodyKind.COMMUNITY_PROVIDER)
    change(one)
    one.sentenced_again(**HEAVIER)
    assert one.person.row.sentence == "suspended_sentence_order"
    assert one.person.team.body is expected


def test_who_is_resettled_stays_with_whoever_has_them_when_a_court_sentences_again(service):
    one = out_of_prison(service, resettled=True)
    one.passes_to(BodyKind.COMMUNITY_PROVIDER)
    one.sentenced_again(sentence_kind="custody", sentence_length="24", requirements="")
    assert one.person.row.resettled
    assert one.person.team.body is BodyKind.COMMUNITY_PROVIDER


def test_the_page_and_the_api_take_what_the_model_divides_cases_by(service):
    one = Somebody.sentenced(service)
    page = browser(one.person.team.senior)
    path = f"/people/{one.person.id}/risk"
    shown = page.get(path).content.decode()
    assert "Risk of serious recidivism, against the cut-off" in shown
    sent = {
        "idempotency_key": str(new_id()), "version": one.person.row.version, "risk": "low", "rsr": "at_or_above_cut_off",
        "cohorts": ["mappa", "iom"], "because": "the panel met",
    }  # fmt: skip
    first = page.post(path, sent)
    assert first.status_code == 200 and one.person.row.cohorts == []
    seen = first.content.decode().split('name="seen" value="')[1].split('"')[0]
    assert page.post(path, sent | {"seen": seen}).status_code == 302
    assert (one.person.row.rsr, one.person.row.cohorts) == ("at_or_above_cut_off", ["iom", "mappa"])
    api, url = caller(one.person.team.senior), f"/api/v1/people/{one.person.id}/risk"
    body = {"version": one.person.row.version, "risk": "low", "rsr": "below_cut_off", "cohorts": []}
    assert api.post(url, body, content_type="application/json").status_code == 204
    assert (one.person.row.rsr, one.person.row.cohorts) == ("below_cut_off", [])
    kept = {"version": one.person.row.version, "risk": "medium"}
    assert api.post(url, kept, content_type="application/json").status_code == 204
    assert one.person.row.rsr == "below_cut_off"


def test_the_page_says_on_release_whether_the_work_through_the_gate_is_done(service):
    one = Somebody.sentenced(service, sentence_kind="custody", sentence_length="10", requirements="")
    page = browser(one.person.team.senior)
    day = one.service.at.date()
    sent = {
        "idempotency_key": str(new_id()), "version": one.person.row.version, "kind": "released", "on_day": day.day,
        "on_month": day.month, "on_year": day.year, "clock": "", "prison": "", "because": "", "resettled": "on",
    }  # fmt: skip
    answer = page.post(f"/people/{one.person.id}/movement", sent)
    assert answer.status_code == 302, answer.content.decode()
    assert one.person.row.resettled


def test_what_the_model_was_asked_is_all_on_the_decision(service):
    from support.service import managed

    from throughcare.foundation.audit.models import Decision

    one = Somebody.sentenced(service)
    managed(one.person, TenureKind.OFFENDER_MANAGER)
    told = Decision.objects.using("owner").filter(person_id=one.person.id, about="tenure").latest("id")
    assert set(told.inputs) >= set(AS_SUBJECT)
