"""What is recorded of a person later, outside their case, asks the operating model again who answers, and the tier with it."""

from datetime import date, timedelta
from typing import Any

import pytest
from support.assessing import under_supervision
from support.assessment_answers import sexual
from support.inputs import Elsewhere, check_whole, with_defaults
from support.people import joins
from support.service import a_result, a_service, hear, import_rows, managed

from throughcare.casework.assessment import actions
from throughcare.casework.assessment.models import Score
from throughcare.casework.courts.actions import amend_sentence
from throughcare.casework.courts.models import Sentence
from throughcare.casework.people.actions import PersonChanges, amend_person
from throughcare.casework.people.models import Person as Record
from throughcare.casework.supervision.actions import (
    Appointing,
    appoint_holders,
    close_case,
    record_risk,
)
from throughcare.casework.supervision.models import Case, Tenure, TimelineEntry
from throughcare.casework.supervision.rules import Change, TenureKind, clocks_of, continuity
from throughcare.casework.supervision.rules.told import (
    REGISTERED,
    Told,
)
from throughcare.foundation.operating_model.rules import Risk, Rsr

TODAY = date(2026, 11, 20)
DIVIDES = "transforming-rehabilitation-2014"


ANSWERS: dict[str, Any] = {
    name: value
    for name, value in sexual(
        sanctions=12, images=0, non_contact=0, contact_child=0, problem_solving=1, age_at_first_sanction=19
    ).items()
    if name not in {"assessment_date", "sex", "date_of_birth"}
} | {"conviction_date": date(2026, 11, 2), "follow_up_date": date(2026, 11, 2), "domestic_abuse": False}  # fmt: skip


GRAVE = {"contact_adult": 4, "stranger_victim": True}


@pytest.fixture(scope="module")
def service():
    return a_service(DIVIDES)


class Somebody:
    """A man under supervision whose case says low risk, below the cut-off and no cohort."""

    def __init__(self, service, **given: str) -> None:
        row = {"sex": "M", "date_of_birth": "1990-05-20"} | given
        self.person, self.officer, self.senior = under_supervision(service, **row)
        self.service = service

    def score(self, **changes: Any) -> None:
        actions.assess_many(
            by=self.officer, at=self.service.later(), answers={self.person.id: ANSWERS | changes}
        )
        hear()

    def register(self, kind: str, value: str = "") -> None:
        asked = actions.Registering(self.person.id, kind, value, "known to the team")
        actions.record_registrations(by=self.officer, at=self.service.later(), registrations=[asked])
        hear()

    def ends(self, kind: str) -> None:
        actions.end_registration(
            by=self.senior, at=self.service.later(), person_id=self.person.id, kind=kind, because="no longer"
        )
        hear()

    def is_corrected(self, **changes: Any) -> None:
        version = Record.objects.using("owner").get(id=self.person.id).version
        amend_person(
            by=self.officer, at=self.service.later(), person_id=self.person.id, version=version, changes=PersonChanges(**changes)
        )  # fmt: skip
        hear()

    @property
    def case(self) -> Case:
        return self.person.row

    def supervised_by_the_competed(self) -> None:
        """Low risk, below the cut-off: the other body answers, and one of its officers supervises."""
        case = self.case
        record_risk(
            by=self.senior, at=self.service.later(), case_id=case.id, version=case.version, risk=Risk.LOW,
            rsr=Rsr.BELOW_CUT_OFF, cohorts=(),
        )  # fmt: skip
        managed(self.person, TenureKind.SUPERVISOR)

    @property
    def supervisor(self) -> Tenure | None:
        rows = Tenure.objects.using("owner").filter(case=self.case, kind="supervisor", during__upper_inf=True)
        return rows.first()

    def told(self) -> list[str]:
        rows = TimelineEntry.objects.using("owner").filter(
            case=self.case, what__startswith="The operating model"
        )
        return list(rows.order_by("id").values_list("what", flat=True))


def test_a_score_of_serious_recidivism_stands_to_the_cut_off_in_the_case(service):
    one = Somebody(service)
    assert one.case.rsr == Rsr.NOT_ASSESSED
    one.score()
    assert one.case.rsr == Rsr.BELOW_CUT_OFF
    one.score(**GRAVE)
    assert one.case.rsr == Rsr.AT_OR_ABOVE_CUT_OFF


@pytest.mark.parametrize(("kind", "value", "cohort"), [("mappa", "2", "mappa"), ("iom", "", "iom")])
def test_a_registration_puts_somebody_in_its_cohort_and_its_end_takes_them_out(service, kind, value, cohort):
    one = Somebody(service)
    one.register(kind, value)
    assert one.case.cohorts == [cohort]
    assert one.told() == [f"The operating model was asked again: {REGISTERED[kind]}"]
    one.register(kind, value)
    assert len(one.told()) == 1
    one.ends(kind)
    assert one.case.cohorts == []


def test_a_corrected_sex_moves_the_case_among_those_served_apart_and_back_and_what_an_officer_set_stays(
    service,
):
    one = Somebody(service)
    one.register("iom")
    one.is_corrected(sex="F")
    assert one.case.cohorts == ["iom", "women"]
    one.is_corrected(sex="M")
    assert one.case.cohorts == ["iom"]


def test_a_corrected_birthday_and_a_corrected_sex_score_again_and_work_the_tier_out_again(service):
    one = Somebody(service)
    one.score()

    def scored() -> dict[str, float]:
        rows = Score.objects.using("owner").filter(person_id=one.person.id, current=True)
        return dict(rows.values_list("instrument", "score"))

    first = scored()
    one.is_corrected(date_of_birth=date(1970, 5, 20))
    older = scored()
    assert older["arp"] != first["arp"]
    one.is_corrected(sex="F")
    assert scored()["arp"] != older["arp"]


BECOMES_GRAVE = {
    "the score": lambda one: one.score(**GRAVE),
    "the MAPPA level": lambda one: one.register("mappa", "2"),
}


@pytest.mark.parametrize("how", BECOMES_GRAVE)
def test_where_the_model_gives_a_role_to_another_body_the_one_who_has_it_stops_and_its_place_waits(
    service, how
):
    one = Somebody(service)
    one.supervised_by_the_competed()
    assert one.supervisor is not None
    BECOMES_GRAVE[how](one)
    assert one.supervisor is None
    assert "supervisor" in [gap.kind for gap in one.person.seen_by(one.senior).gaps]
    assert one.told()


def test_what_changes_nothing_in_the_models_answer_leaves_whoever_has_the_role(service):
    one = Somebody(service)
    one.supervised_by_the_competed()
    held = one.supervisor
    one.score()
    one.register("stalking")
    one.is_corrected(date_of_birth=date(1980, 5, 20))
    assert one.supervisor is not None and held is not None
    assert one.supervisor.id == held.id


def test_a_case_that_opens_later_begins_with_what_the_record_tells_already(service):
    one = Somebody(service, sex="F")
    assert one.case.cohorts == ["women"]
    one.register("mappa", "1")
    one.score(**GRAVE)
    sentence = Sentence.objects.using("owner").get(person_id=one.person.id)
    close_case(
        by=one.senior, at=service.later(), case_id=one.case.id, version=one.case.version, because="done"
    )
    hear()
    known = Record.objects.using("owner").get(id=one.person.id)
    again = a_result(
        defendant_id=str(sentence.appearance.defendant_id), family_name=known.surname, given_names=known.forenames,
        date_of_birth=known.date_of_birth.isoformat(), pnc=sentence.appearance.said["pnc"],
        postcode=sentence.appearance.said["postcode"],
    )  # fmt: skip
    service.later()
    assert import_rows(service, again).recorded == 1
    fresh = Case.objects.using("owner").get(person_id=one.person.id, closed_at=None)
    assert (fresh.rsr, fresh.cohorts) == (Rsr.BELOW_CUT_OFF, ["mappa", "women"])


def test_a_length_that_a_court_changes_asks_the_model_again(service):
    one = Somebody(service, sentence_kind="custody", sentence_length="10", requirements="")
    assert one.case.sentence == "custody_under_12_months"
    sentence = Sentence.objects.using("owner").get(person_id=one.person.id)
    amend_sentence(
        by=service.officer_of_the_court, at=service.later(), sentence_id=sentence.id, version=sentence.version,
        on=service.at.date(), length="14 months", because="varied",
    )  # fmt: skip
    hear()
    assert one.case.sentence == "custody_12_months_or_more"


TRANSFERS = "casework/supervision/test_transfers.py"
HERE = "casework/supervision/test_recorded_later.py"
FACTS = {
    "score_pct": Elsewhere(HERE, "test_a_score_of_serious_recidivism_stands_to_the_cut_off_in_the_case"),
    "registered": Elsewhere(HERE, "test_a_registration_puts_somebody_in_its_cohort_and_its_end_takes_them_out"),
    "sex": Elsewhere(HERE, "test_a_corrected_sex_moves_the_case_among_those_served_apart_and_back_and_what_an_officer_set_stays"),
}  # fmt: skip
CLOCKS = {
    "offered": Elsewhere(TRANSFERS, "test_the_clocks_of_an_offer_are_kept_with_it_and_count_down"),
    "calendar": Elsewhere(TRANSFERS, "test_the_clocks_run_ten_and_twenty_working_days_over_christmas_and_new_year"),
}  # fmt: skip
STEADY = "test_each_input_of_how_steady_a_case_was_reaches_what_the_page_says"
CONTINUITY = {name: Elsewhere(HERE, STEADY) for name in ("tenures", "opened", "until")}
CHANGES = {name: Elsewhere(HERE, STEADY) for name in ("member_id", "start", "end", "ended_because")}
TABLES = {Told: FACTS, clocks_of: CLOCKS, continuity: CONTINUITY, Change: CHANGES}


@pytest.mark.parametrize("facts", TABLES, ids=lambda one: one.__name__)
def test_every_input_of_what_is_told_of_clocks_and_of_continuity_has_a_row_and_no_silent_default(facts):
    check_whole(facts, TABLES[facts])
    assert with_defaults(facts) == []


def test_each_input_of_how_steady_a_case_was_reaches_what_the_page_says():
    service = a_service()
    person, _, senior = under_supervision(service)

    def steady():
        return person.seen_by(senior).continuity

    one = steady()
    assert (one.holders, one.changes, one.reasons) == (1, 0, ())
    another = joins(person.team.unit, "offender manager")
    appoint_holders(
        by=senior, at=service.later(), appointments=[Appointing(person.case, TenureKind.OFFENDER_MANAGER, another.id)]
    )  # fmt: skip
    two = steady()
    assert (two.holders, two.changes) == (2, 1)
    assert two.reasons and two.reasons != one.reasons
    [row] = Tenure.objects.using("owner").filter(
        case=person.case, kind="offender manager", during__upper_inf=True
    )
    service.later(days=3)
    assert steady().without == two.without
    closes = {"by": senior, "case_id": person.case, "version": person.row.version, "because": "done"}
    assert row.during.lower > person.row.opened_at
    close_case(at=service.later(), **closes)
    service.later(days=40)
    assert steady().without < timedelta(days=1)
