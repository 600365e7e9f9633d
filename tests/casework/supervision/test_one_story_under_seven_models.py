"""One person's story under every operating model: reported on, sentenced, managed, risk raised, transferred, completed."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from support.service import Person, Service, a_person, a_result, a_service, import_rows, managed

from throughcare.casework.courts.actions import end_sentence
from throughcare.casework.courts.queries import sentences_of
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.supervision.actions import close_case, record_risk
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.rules import FUNCTION_OF, TenureKind
from throughcare.casework.supervision.store.steps import subject_of
from throughcare.foundation.access.session import viewing
from throughcare.foundation.operating_model.queries import Unheld, holders
from throughcare.foundation.operating_model.rules import BodyKind, Function, Question, Risk, Rsr, preset

MODELS = [
    "home-office-2005",
    "avon-and-somerset-2010",
    "ministry-consultation-2012",
    "nacro-2012",
    "durham-tees-valley-2012",
    "transforming-rehabilitation-2014",
    "england-and-wales-2021",
]
COMMUNITY = (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)


@dataclass
class Trace:
    """What one model made of the story, by body."""

    report: str = ""
    manager: str = ""
    supervisor_at_low: str = ""
    supervisor_at_high: str = ""
    manager_at_high: str = ""
    who_sees_at_low: tuple[str, ...] = ()
    oversight: bool = False
    breach_noticed_by: str = ""
    breach_decided_by: str = ""
    breach_presented_by: str = ""
    paid: tuple[str, ...] = ()
    steps: list[str] = field(default_factory=list)


def body_of(service: Service, organisation) -> str:
    return next(
        (t.body.value for t in service.teams.values() if t.organisation == organisation), "court team's own"
    )


def holding(person: Person, function: Function) -> str:
    """The body at work that holds a function for the person, or why nobody does."""
    held = person.service.holder(function, subject_of(person.row))
    return held.name if isinstance(held, Unheld) else body_of(person.service, held)


def who_sees(person: Person) -> tuple[str, ...]:
    seen = [t.body.value for t in person.service.teams.values() if person.seen_by(t.senior)]
    return tuple(sorted(seen))


def tell(model: str) -> Trace:
    """Run the story and say what happened."""
    service, trace = a_service(model), Trace()
    reported = a_result(
        outcome="report requested",
        sentence_kind="",
        sentence_length="",
        sentence_unit="",
        requirements="",
        report_kind="standard",
    )
    import_rows(service, reported)
    case = Case.objects.using("owner").filter(area_code=service.local[0]).latest("id")
    person = Person(case.person_id, case.id, service)
    trace.report = body_of(service, person.row.organisation_id)
    service.later(days=21)
    sentenced = a_result(
        **{k: reported[k] for k in ("defendant_id", "family_name", "date_of_birth", "pnc", "postcode")},
        hearing_date=str(service.at.date()),
    )
    import_rows(service, sentenced)
    assert person.row.sentence == "community_order", "the sentence joined the case that the report opened"
    assess(person, Risk.LOW)
    managed(person, *COMMUNITY)
    trace.manager, trace.supervisor_at_low = holders_now(person)[:2]
    trace.who_sees_at_low = who_sees(person)
    raise_risk(person, trace)
    trace.breach_noticed_by = holding(person, Function.BREACH_NOTICE)
    trace.breach_decided_by = holding(person, Function.BREACH_DECISION)
    trace.breach_presented_by = holding(person, Function.BREACH_PRESENTATION)
    trace.paid = tuple(sorted(kind.value for kind in preset(model).payment.value.paid))
    complete(person)
    return trace


def assess(person: Person, risk: Risk) -> None:
    row = person.row
    rsr = Rsr.AT_OR_ABOVE_CUT_OFF if risk in {Risk.HIGH, Risk.VERY_HIGH} else Rsr.BELOW_CUT_OFF
    at = person.service.later()
    record_risk(by=person.team.senior, at=at, case_id=row.id, version=row.version, risk=risk, rsr=rsr)
    wanted = person.service.holder(Function.OFFENDER_MANAGEMENT, subject_of(person.row))
    assert_no_hole(person)
    if wanted != person.row.organisation_id:
        move(person, wanted)


def holders_now(person: Person) -> list[str]:
    seen = person.seen_by(person.team.senior)
    assert seen is not None
    return [body_of(person.service, person_org(person, kind, seen)) for kind in COMMUNITY]


def person_org(person: Person, kind: TenureKind, seen):
    tenure = seen.now.get(kind.value)
    return next(
        (
            t.organisation
            for t in person.service.teams.values()
            if tenure and tenure.member_id in {t.officer.id, t.senior.id}
        ),
        None,
    )


def raise_risk(person: Person, trace: Trace) -> None:
    assess(person, Risk.HIGH)
    trace.oversight = person.row.oversight
    managed(person, *COMMUNITY)
    trace.manager_at_high, trace.supervisor_at_high = holders_now(person)[:2]


def move(person: Person, organisation) -> None:
    """Transfer the case to the body the model now names: offered by one side, accepted by the other."""
    from throughcare.casework.supervision.actions import accept_transfer, offer_transfer

    service, sender = person.service, person.team
    receiver = service.team_of(organisation)
    offered = offer_transfer(
        by=sender.senior,
        at=service.later(),
        case_id=person.case,
        to_unit=receiver.unit,
        because="the risk rose",
    )
    assert person.row.unit_id == sender.unit, "the sender answers for the case until it is accepted"
    accept_transfer(by=receiver.senior, at=service.later(), transfer_id=offered)
    assert person.row.unit_id == receiver.unit
    assert person.seen_by(sender.senior) is None, "the sender no longer sees whom it gave away"


def complete(person: Person) -> None:
    service = person.service
    service.later(days=5)
    court = service.officer_of_the_court
    with viewing(court, service.at):
        [sentence] = sentences_of(person.id)
    end_sentence(
        by=court,
        at=service.at,
        sentence_id=sentence.id,
        version=sentence.version,
        on=service.at.date(),
        how=SentenceState.COMPLETED,
    )
    row = person.row
    close_case(
        by=person.team.senior,
        at=service.later(),
        case_id=row.id,
        version=row.version,
        because="the sentence was completed",
    )
    seen = person.seen_by(person.team.senior)
    assert seen is not None
    assert seen.case.closed_at is not None
    assert not seen.now
    assert not seen.gaps


def assert_no_hole(person: Person) -> None:
    """Every role that the model gives to somebody has a holder or a visible gap."""
    seen = person.seen_by(person.team.senior)
    assert seen is not None
    there = holders(person.service.area, person.service.at.date())
    for kind in COMMUNITY:
        if there.organisation(FUNCTION_OF[kind], subject_of(person.row)) is not Unheld.NOT_HELD:
            assert kind.value in seen.now or kind.value in {gap.kind for gap in seen.gaps}, kind


# model: who reports; who manages and who supervises at low risk; who manages and who supervises at high
EXPECTED = {
    "home-office-2005": ("competed", "competed", "competed", "competed", "competed"),
    "avon-and-somerset-2010": ("trust", "trust", "trust", "trust", "trust"),
    "ministry-consultation-2012": ("trust", "competed", "competed", "trust", "trust"),
    "nacro-2012": ("public_provider", "competed", "competed", "competed", "competed"),
    "durham-tees-valley-2012": ("trust", "trust", "competed", "trust", "trust"),
    "transforming-rehabilitation-2014": (
        "public_provider",
        "community_provider",
        "community_provider",
        "public_provider",
        "public_provider",
    ),
    "england-and-wales-2021": (
        "public_provider",
        "public_provider",
        "public_provider",
        "public_provider",
        "public_provider",
    ),
}


@pytest.fixture(scope="module")
def traces() -> dict[str, Trace]:
    return {model: tell(model) for model in MODELS}


@pytest.mark.parametrize("model", MODELS)
def test_each_model_gives_the_story_to_the_bodies_it_names(traces, model):
    trace = traces[model]
    told = (
        trace.report,
        trace.manager,
        trace.supervisor_at_low,
        trace.manager_at_high,
        trace.supervisor_at_high,
    )
    assert told == EXPECTED[model]


def test_the_seven_models_make_seven_different_stories(traces):
    def everything(model: str) -> tuple[str, ...]:
        story, terms = traces[model], preset(model)
        who = (
            story.report,
            story.manager,
            story.supervisor_at_low,
            story.manager_at_high,
            story.supervisor_at_high,
        )
        return (
            *who,
            *story.who_sees_at_low,
            story.breach_decided_by,
            *story.paid,
            terms.payment.value.basis.value,
        )

    assert len({everything(model) for model in MODELS}) == len(MODELS)


# model: who says that somebody did not come, who decides whether it is a breach, who stands before the court
BREACH = {
    "home-office-2005": ("competed", "competed", "competed"),
    "avon-and-somerset-2010": ("NOBODY_APPOINTED", "trust", "trust"),
    "ministry-consultation-2012": ("competed", "trust", "trust"),
    "nacro-2012": ("NOT_HELD", "competed", "competed"),
    "durham-tees-valley-2012": ("competed", "trust", "trust"),
    "transforming-rehabilitation-2014": ("public_provider", "public_provider", "public_provider"),
    "england-and-wales-2021": ("public_provider", "public_provider", "public_provider"),
}


@pytest.mark.parametrize("model", MODELS)
def test_each_model_tells_decides_and_presents_a_breach_by_the_bodies_it_names(traces, model):
    trace = traces[model]
    told = (trace.breach_noticed_by, trace.breach_decided_by, trace.breach_presented_by)
    assert told == BREACH[model]


def test_a_breach_is_decided_by_somebody_who_is_paid_for_delivery_under_two_models_only(traces):
    paid = {model for model in MODELS if traces[model].breach_decided_by in traces[model].paid}
    assert paid == {"home-office-2005", "nacro-2012"}
    shielded = {model for model in MODELS if preset(model).breach_shield.value}
    assert not shielded & paid


# what two models make of one question, where the accounts argue with each other
ARGUED = [
    (Question.SHADOW_BID, "home-office-2005", "yes", "nacro-2012", None),
    (Question.SUBCONTRACT_FIRST, "durham-tees-valley-2012", "yes", "nacro-2012", None),
    (Question.PAID_BY_RESULTS, "nacro-2012", "how_serious", "transforming-rehabilitation-2014", "whether_reoffended"),
    (Question.BUYER_ANSWERS_TO, "nacro-2012", "local_authority", "home-office-2005", "secretary_of_state"),
    (Question.QUALITY_MEASURED_BY, "transforming-rehabilitation-2014", "community_provider", "nacro-2012", "inspectorate"),
    (Question.BREACHES_SIFTED, "transforming-rehabilitation-2014", "yes", "nacro-2012", "no"),
    (Question.NATIONAL_BUYER_AFTERWARDS, "durham-tees-valley-2012", "dissolved_into_local_buyers",
     "avon-and-somerset-2010", "sets_the_framework_only"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "one", "says", "other", "other_says"), ARGUED)
def test_the_models_differ_on_the_terms_their_authors_argue_about(question, one, says, other, other_says):
    assert says in preset(one).answer(question)
    assert says not in preset(other).answer(question)
    assert other_says is None or other_says in preset(other).answer(question)


def test_a_low_risk_person_is_seen_by_both_bodies_only_where_supervision_is_competed_apart(traces):
    assert traces["durham-tees-valley-2012"].who_sees_at_low == ("competed", "trust")
    assert traces["avon-and-somerset-2010"].who_sees_at_low == ("trust",)
    assert traces["england-and-wales-2021"].who_sees_at_low == ("public_provider",)


def test_those_who_are_paid_differ(traces):
    assert BodyKind.COMMUNITY_PROVIDER.value in traces["transforming-rehabilitation-2014"].paid
    assert traces["england-and-wales-2021"].paid != traces["transforming-rehabilitation-2014"].paid


def test_a_person_stays_with_one_manager_when_nothing_makes_them_move():
    person = managed(a_person(a_service("england-and-wales-2021")), *COMMUNITY)
    assess(person, Risk.MEDIUM)
    person.service.later(days=30)
    seen = person.seen_by(person.team.senior)
    assert seen is not None
    assert seen.continuity.holders == 1
    assert seen.continuity.changes == 0
    assert seen.continuity.without <= timedelta(minutes=5)
