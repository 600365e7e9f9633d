"""From stored facts through the service: every input of a tier's rule, changed, changes the tier that is answered."""

from datetime import date, timedelta
from typing import Any

import pytest
from support.assessing import MODEL, a_harm, being_assessed, every_item, every_view, under_supervision
from support.assessment_answers import sexual
from support.inputs import CannotMatter, check_reaches, check_whole, with_defaults
from support.service import Service, a_service

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.actions import tiering
from throughcare.casework.assessment.actions.outdated import aged
from throughcare.casework.assessment.rules.tier import V2Facts, V3Facts, tier_v2
from throughcare.casework.assessment.rules.tier.applies import Applies
from throughcare.casework.assessment.store.tier_facts import facts_of
from throughcare.casework.assessment.tasks import _age
from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.actions import end_sentence, record_breach
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.people import queries as people
from throughcare.casework.people.actions import PersonChanges, amend_person
from throughcare.casework.supervision.actions import record_movement
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

ANSWERS: dict[str, Any] = {
    name: value
    for name, value in sexual(
        sanctions=12, images=0, non_contact=0, contact_child=0, problem_solving=1, age_at_first_sanction=19
    ).items()
    if name not in {"assessment_date", "sex", "date_of_birth"}
} | {"conviction_date": date(2026, 11, 2), "follow_up_date": date(2026, 11, 2), "domestic_abuse": False}  # fmt: skip
del ANSWERS["domestic_abuse_partner"], ANSWERS["domestic_abuse_family"]


class Somebody:
    """A man under supervision, scored from answers that a test may change."""

    def __init__(self, service: Service | None = None) -> None:
        given = {"sex": "M", "date_of_birth": "1990-05-20"}
        self.person, self.officer, self.senior = under_supervision(service, **given)
        self.answers = dict(ANSWERS)
        self.score()
        self.register("rosh", "low")

    @property
    def service(self):
        return self.person.service

    def score(self, **changes: Any) -> None:
        self.answers |= changes
        given = {name: value for name, value in self.answers.items() if value is not None}
        actions.assess_many(by=self.officer, at=self.service.later(), answers={self.person.id: given})

    def register(self, kind: str, value: str = "") -> None:
        asked = actions.Registering(self.person.id, kind, value, "known to the team")
        actions.record_registrations(by=self.officer, at=self.service.later(), registrations=[asked])

    def moves(self, kind: MovementKind) -> None:
        record_movement(
            by=self.officer,
            at=self.service.later(),
            case_id=self.person.case,
            version=self.person.row.version,
            kind=kind,
        )

    def served_life_and_came_out(self) -> None:
        self.register("life_or_ipp")
        self.moves(MovementKind.RECEIVED)
        self.moves(MovementKind.RELEASED)

    def ends(self) -> None:
        with viewing(self.officer, self.service.at):
            sentence = courts.sentences_of(self.person.id)[0]
        end_sentence(
            by=self.service.officer_of_the_court, at=self.service.later(), sentence_id=sentence.id,
            version=sentence.version, on=day_of(self.service.at), how=SentenceState.COMPLETED,
        )  # fmt: skip

    def asked(self) -> tuple[V3Facts, tuple[Any, ...]]:
        """What the rule is given today, and the tier that stands."""
        actions.decide_tier(by=self.officer, at=self.service.later(), person_id=self.person.id)
        with viewing(self.officer, self.service.at):
            on = day_of(self.service.at)
            [(_, facts)] = facts_of([self.person.id], rule="tier-v3", on=on)
            told = queries.tier_of(self.person.id)
        steps = tuple((step["name"], step["gave"], step["because"]) for step in told.steps)
        return facts, (told.tier, told.outcome, told.lowest, told.highest, told.doubts, steps)


def a_year_later(one: Somebody) -> None:
    one.service.later(days=400)


V3 = {
    "has_active_event": Somebody.ends,
    "arp": lambda one: one.score(sanctions=40),
    "csrp": lambda one: one.score(violent_sanctions=9),
    "arp_static": lambda one: one.score(offending_activities=None),
    "csrp_static": lambda one: one.score(weapon=None),
    "contact": lambda one: one.score(contact_adult=4),
    "contact_band": lambda one: one.score(contact_adult=4, stranger_victim=True),
    "mappa": lambda one: one.register("mappa", "2"),
    "rosh": lambda one: one.register("rosh", "very_high"),
    "lifer_ipp": lambda one: one.register("life_or_ipp"),
    "released_on": Somebody.served_life_and_came_out,
    "domestic_abuse": lambda one: one.score(domestic_abuse=True),
    "stalking": lambda one: one.register("stalking"),
    "child_protection": lambda one: one.register("RCPR"),
    "ever_sexual_offence": lambda one: one.score(
        ever_sexual_offence=False, contact_adult=0, last_sexual_date=None, stranger_victim=None
    ),
    "on": CannotMatter(
        "the day alone moves only the years since a release: the next test stores one and waits"
    ),
}


@pytest.mark.parametrize("name", [name for name, row in V3.items() if not isinstance(row, CannotMatter)])
def test_every_input_of_version_3_reaches_it_from_what_is_stored(name):
    one = Somebody()
    before = one.asked()
    V3[name](one)
    check_reaches(name, before, one.asked())


def test_every_input_of_version_3_has_a_row():
    check_whole(V3Facts, V3)


@pytest.mark.parametrize("facts", [V2Facts, V3Facts])
def test_no_input_of_a_tier_has_a_silent_default(facts):
    assert with_defaults(facts) == []


def test_somebody_serving_for_life_released_yesterday_is_tier_b_and_after_a_year_d():
    one = Somebody(a_service(MODEL))  # time passes: nobody else's clock is moved
    one.score(**NO_SEXUAL_OFFENCE, sanctions=1, violent_sanctions=0, age_at_first_sanction=36)
    one.served_life_and_came_out()
    facts, (tier, *_, steps) = one.asked()
    assert (facts.lifer_ipp, facts.released_on, tier) == (True, day_of(one.service.at), "B")
    assert ("life_or_ipp", "B") in [step[:2] for step in steps]
    a_year_later(one)
    later = one.asked()
    assert later[0].on != facts.on
    assert {name: gave for name, gave, _ in later[1][-1]}["life_or_ipp"] == "D"


def test_the_day_alone_moves_a_tier_in_the_night():
    one = Somebody(a_service(MODEL))
    one.score(**NO_SEXUAL_OFFENCE, sanctions=1, violent_sanctions=0, age_at_first_sanction=36)
    one.served_life_and_came_out()
    with viewing(one.officer, one.service.at):
        assert one.person.id not in aged(one.service.at)
    later = one.service.later(days=400)
    with viewing(one.officer, later):
        assert one.person.id in aged(later)
        assert queries.tier_of(one.person.id).tier == "B"
    _age(later)
    with viewing(one.officer, later):
        assert queries.tier_of(one.person.id).tier == "D"


def test_going_back_into_custody_ends_the_release_until_the_next():
    one = Somebody(a_service(MODEL))  # time passes: nobody else's clock is moved
    one.served_life_and_came_out()
    one.moves(MovementKind.RECEIVED)
    assert one.asked()[0].released_on is None
    one.service.later(days=30)
    one.moves(MovementKind.RELEASED)
    assert one.asked()[0].released_on == day_of(one.service.at)


def test_out_for_a_time_on_licence_is_no_release():
    one = Somebody()
    one.register("life_or_ipp")
    one.moves(MovementKind.RECEIVED)
    one.moves(MovementKind.OUT_ON_LICENCE)
    assert one.asked()[0].released_on is None


def test_of_somebody_who_serves_no_such_sentence_no_release_is_written():
    one = Somebody()
    one.moves(MovementKind.RECEIVED)
    one.moves(MovementKind.RELEASED)
    with viewing(one.officer, one.service.at):
        assert "released" not in {row.kind for row in queries.registrations_of(one.person.id)}


@pytest.mark.parametrize("value", ["", "yesterday", "1899-01-01", "2999-01-01"])
def test_a_day_of_release_that_cannot_be_is_refused(value):
    from throughcare.foundation.kernel import Refused

    with pytest.raises(Refused) as refused:
        Somebody().register("released", value)
    assert refused.value.field == "value"


NO_SEXUAL_OFFENCE: dict[str, Any] = {
    "ever_sexual_offence": False, "contact_adult": 0, "last_sexual_date": None, "stranger_victim": None,
}  # fmt: skip


def test_domestic_abuse_nobody_answered_is_unknown_and_a_doubt_and_never_no():
    one = Somebody()
    one.score(**NO_SEXUAL_OFFENCE, domestic_abuse=None)
    facts, (*_, doubts, _) = one.asked()
    assert facts.domestic_abuse is None
    assert any("domestic abuse is not known" in doubt for doubt in doubts)
    one.score(domestic_abuse=False)
    assert one.asked()[0].domestic_abuse is False


def test_a_sexual_offence_nobody_answered_is_unknown_and_never_no():
    one = Somebody()
    one.score(**(NO_SEXUAL_OFFENCE | {"ever_sexual_offence": None, "contact_adult": None}))
    facts, (_, outcome, *_) = one.asked()
    assert (facts.ever_sexual_offence, outcome) == (None, "awaiting_assessment")


class Woman:
    """A woman tiered by version 2, whose assessment a test may change."""

    def __init__(self) -> None:
        self.one = being_assessed(sex="F", date_of_birth="1990-05-20")
        answers = {
            "age_at_first_sanction": "19", "sanctions": "6", "violent_sanctions": "2", "past_offences": ["robbery"],
            "ever_sexual_offence": "NO", "offence_code": "00801", "conviction_date": "2026-11-02",
            "follow_up_date": "2026-11-02", "supervision": "community", "parenting": "NO", "impulsivity": "0", "temper": "0",
        }  # fmt: skip
        self.one.save({**answers, **every_item(), **every_view()})
        self.one.do(actions.record_harm, analysis=a_harm(day_of(self.one.service.at), "low"))
        self.one.do(actions.complete_harm)
        self.one.do(actions.sign)
        self.score()

    def score(self) -> None:
        actions.record_scores(by=self.one.officer, at=self.one.now(), assessment_id=self.one.assessment)

    def says(self, **answers: str) -> None:
        self.one.do(actions.roll_back, member=self.one.senior, because="an answer changed")
        self.one.save(answers)
        self.one.do(actions.sign)
        self.score()

    def register(self, kind: str, value: str = "") -> None:
        asked = actions.Registering(self.one.id, kind, value, "known to the team")
        actions.record_registrations(by=self.one.officer, at=self.one.now(), registrations=[asked])

    def becomes_male(self) -> None:
        with viewing(self.one.officer, self.one.service.at):
            page = people.person_page(self.one.id, on=day_of(self.one.service.at))
        amend_person(
            by=self.one.officer, at=self.one.now(), person_id=self.one.id, version=page.version,
            changes=PersonChanges(sex="M"),
        )  # fmt: skip

    def _sentence(self):
        with viewing(self.one.officer, self.one.service.at):
            return courts.sentences_of(self.one.id)[0]

    def breaches(self) -> None:
        sentence = self._sentence()
        record_breach(
            by=self.one.service.officer_of_the_court, at=self.one.now(), sentence_id=sentence.id,
            version=sentence.version, on=day_of(self.one.service.at), because="missed two visits",
        )  # fmt: skip

    def ends(self) -> None:
        sentence = self._sentence()
        end_sentence(
            by=self.one.service.officer_of_the_court, at=self.one.now(), sentence_id=sentence.id,
            version=sentence.version, on=day_of(self.one.service.at), how=SentenceState.COMPLETED,
        )  # fmt: skip

    def asked(self) -> tuple[V2Facts, tuple[Any, ...]]:
        actions.decide_tier(by=self.one.officer, at=self.one.now(), person_id=self.one.id)
        with viewing(self.one.officer, self.one.service.at):
            [(_, facts)] = facts_of([self.one.id], rule="tier-v2", on=day_of(self.one.service.at))
            told = queries.tier_of(self.one.id)
        steps = tuple((step["name"], step["gave"], step["because"]) for step in told.steps)
        return facts, (told.tier, told.lowest, told.highest, told.doubts, steps, told.edition)


V2 = {
    "sex": Woman.becomes_male,
    "rsr": lambda one: one.says(violent_sanctions="6"),
    "ogrs": lambda one: one.says(sanctions="30"),
    "rosh": lambda one: one.register("rosh", "high"),
    "mappa_level": lambda one: one.register("mappa", "2"),
    "registrations": lambda one: one.register("RMDO"),
    "parenting": lambda one: one.says(parenting="YES"),
    "impulsivity": lambda one: one.says(impulsivity="2"),
    "temper": lambda one: one.says(temper="1"),
    "breach_or_recall": Woman.breaches,
    "has_mandate": Woman.ends,
    "needs": lambda one: one.says(**{"o9-1": "2", "o9-2": "2", "o9-3": "2", "o9-5": "2"}),
    "iom": lambda one: one.register("iom"),
    "two_thirds_point": lambda one: one.register("two_thirds_point"),
    "assessed_on": CannotMatter("its age alone counts: the next test lets a year pass over it"),
    "on": CannotMatter("the day alone moves only the age of the assessment: the next test lets a year pass"),
}


@pytest.mark.parametrize("name", [name for name, row in V2.items() if not isinstance(row, CannotMatter)])
def test_every_input_of_version_2_reaches_it_from_what_is_stored(name, monkeypatch):
    monkeypatch.setattr(tiering, "applies_on", lambda day: Applies("tier-v2", "v2-checked"))
    one = Woman()
    before = one.asked()
    assert before[1][-1] == "v2-checked"
    V2[name](one)
    check_reaches(name, before, one.asked())


def test_every_input_of_version_2_has_a_row():
    check_whole(V2Facts, V2)


def test_an_assessment_a_year_old_is_a_doubt_of_version_2_by_the_day_it_was_signed():
    one = Woman()
    facts, _ = one.asked()
    assert facts.assessed_on == day_of(one.one.service.at)
    with viewing(one.one.officer, one.one.service.at):
        [(_, later)] = facts_of([one.one.id], rule="tier-v2", on=facts.assessed_on + timedelta(days=400))
    assert any("52 weeks" in doubt.because for doubt in tier_v2(later).doubts)


@pytest.mark.parametrize(
    ("passed", "mandate"),
    [
        ({"requirements": "unpaid work 120 hours"}, False),
        ({"requirements": "curfew 8 weeks; unpaid work 80 hours"}, False),
        ({"requirements": "rehabilitation activity 20 days"}, True),
        ({"sentence_kind": "custody", "sentence_length": "10", "requirements": ""}, True),
    ],
)
def test_change_may_be_asked_under_custody_or_a_requirement_for_it_and_not_under_unpaid_work_alone(
    passed, mandate
):
    person, officer, _ = under_supervision(sex="M", date_of_birth="1990-05-20", **passed)
    with viewing(officer, person.service.at):
        [(_, facts)] = facts_of([person.id], rule="tier-v2", on=day_of(person.service.at))
    assert facts.has_mandate is mandate
