"""The seven models that come with Throughcare: total, cited, and each different from every other."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

import pytest
from foundation.operating_model.building import someone
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import (
    PRESETS,
    Answer,
    Basis,
    BodyKind,
    Cohort,
    DrawnBy,
    Function,
    Ground,
    InFlight,
    OperatingModel,
    Parameter,
    PaymentBasis,
    Place,
    PublicBody,
    Question,
    RiseInRisk,
    Risk,
    Rsr,
    Sentence,
    Standing,
    Subject,
    Unknown,
    WallOf,
    WallsMode,
    preset,
    presets,
)
from throughcare.foundation.operating_model.rules.compare import compare, share, trace
from throughcare.foundation.operating_model.rules.coverage import points
from throughcare.foundation.operating_model.rules.questions import AnsweredBy
from throughcare.foundation.operating_model.rules.subjects import AXES, subject_at

H, A, M, N, D, T, E = PRESETS
B, F = BodyKind, Function
ON = date(2014, 7, 18)
SEEDED = [H, A, M, N, D, T]

subjects = st.builds(
    Subject,
    risk=st.sampled_from(Risk),
    sentence=st.sampled_from(Sentence),
    place=st.sampled_from(Place),
    rsr=st.sampled_from(Rsr),
    cohorts=st.frozensets(st.sampled_from(Cohort)),
    resettled=st.booleans(),
)
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@settings(deadline=None)
@given(subjects, days)
def test_every_model_answers_for_everybody_about_everything_on_every_day(subject: Subject, on: date) -> None:
    for model, function in product(presets(), Function):
        held = model.holder(function, subject, on)
        assert held.function is function
        assert held.held_by is BodyKind.NOBODY or held.held_by in model.bodies
        assert held.ground.why or held.ground.cite


def test_exactly_one_line_names_each_class_of_person_on_the_axes_that_divide_the_models() -> None:
    axes = ("risk", "sentence", "place", "rsr", "iom", "mappa", "sexual_or_violent")
    for model, function in product(presets(), (F.OFFENDER_MANAGEMENT, F.SUPERVISION, F.BREACH_DECISION)):
        lines = model.functions[function]
        for point in points(axes):
            naming = [line for line in lines if line.names(subject_at(point), ON)]
            rest = [line for line in lines if line.is_otherwise]
            assert len(naming) == 1 or (not naming and len(rest) == 1), (model.name, function, point)


# (model, function, subject, kind of body): the key cells of the accounts, written from the sources by hand.
LOW, MEDIUM, HIGH, VERY = (someone(r) for r in (Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.VERY_HIGH))
UNKNOWN = someone(Risk.NOT_ASSESSED, rsr=Rsr.NOT_ASSESSED)
SHORT = someone(Risk.MEDIUM, Sentence.CUSTODY_UNDER_12_MONTHS)
SHORT_IOM = someone(Risk.MEDIUM, Sentence.CUSTODY_UNDER_12_MONTHS, Place.COMMUNITY, Cohort.IOM)
LICENCE_LOW = someone(Risk.LOW, Sentence.CUSTODY_12_MONTHS_OR_MORE)
LICENCE_MEDIUM = someone(Risk.MEDIUM, Sentence.CUSTODY_12_MONTHS_OR_MORE)
LICENCE_HIGH = someone(Risk.HIGH, Sentence.CUSTODY_12_MONTHS_OR_MORE)
INSIDE = someone(Risk.LOW, Sentence.CUSTODY_12_MONTHS_OR_MORE, Place.CUSTODY)
VIOLENT = someone(Risk.LOW, Sentence.CUSTODY_12_MONTHS_OR_MORE, Place.CUSTODY, Cohort.SEXUAL_OR_VIOLENT)
MAPPA_LOW = someone(Risk.LOW, Sentence.COMMUNITY_ORDER, Place.COMMUNITY, Cohort.MAPPA)
RSR_LOW = someone(Risk.LOW, rsr=Rsr.AT_OR_ABOVE_CUT_OFF)
REPORTED = someone(Risk.NOT_ASSESSED, Sentence.AWAITING_SENTENCE)

CELLS = [
    # court advice: silent, trust, (ministry), public provider, trust, NPS, Probation Service
    (H, F.COURT_ADVICE, LOW, B.COMPETED), (H, F.PUBLIC_INTEREST_DECISION, LOW, B.COMPETED),
    (H, F.APPROVED_PREMISES, HIGH, B.COMPETED), (H, F.BREACH_PRESENTATION, LOW, B.COMPETED),
    (A, F.COURT_ADVICE, LOW, B.TRUST), (N, F.COURT_ADVICE, LOW, B.PUBLIC_PROVIDER),
    (D, F.COURT_ADVICE, LOW, B.TRUST), (T, F.COURT_ADVICE, LOW, B.PUBLIC_PROVIDER),
    (E, F.COURT_ADVICE, LOW, B.PUBLIC_PROVIDER), (M, F.COURT_ADVICE, LOW, B.TRUST),
    # risk assessment
    (H, F.RISK_ASSESSMENT, LOW, B.COMPETED), (N, F.RISK_ASSESSMENT, HIGH, B.COMPETED),
    (D, F.RISK_ASSESSMENT, LOW, B.TRUST), (T, F.RISK_ASSESSMENT, LOW, B.COMMUNITY_PROVIDER),
    (N, F.RISK_ASSESSMENT, REPORTED, B.PUBLIC_PROVIDER), (N, F.ARRANGEMENTS_DUTY, LOW, B.SECRETARY_OF_STATE),
    (N, F.ALLOCATION_DECISION, LOW, B.LOCAL_COMMISSIONER), (T, F.RISK_ASSESSMENT, MAPPA_LOW, B.PUBLIC_PROVIDER),
    (A, F.ADVISORY_SEAT_IN_AWARD, LOW, B.NOBODY), (T, F.RISK_ASSESSMENT, UNKNOWN, B.PUBLIC_PROVIDER), (T, F.RISK_ASSESSMENT, RSR_LOW, B.PUBLIC_PROVIDER),
    (E, F.RISK_ASSESSMENT, LOW, B.PUBLIC_PROVIDER),
    # offender management
    (H, F.OFFENDER_MANAGEMENT, HIGH, B.COMPETED), (H, F.OFFENDER_MANAGEMENT, INSIDE, B.COMPETED),
    (A, F.OFFENDER_MANAGEMENT, LOW, B.TRUST), (A, F.OFFENDER_MANAGEMENT, VERY, B.TRUST),
    (N, F.OFFENDER_MANAGEMENT, VERY, B.COMPETED), (N, F.OFFENDER_MANAGEMENT, LOW, B.COMPETED),
    (D, F.OFFENDER_MANAGEMENT, LOW, B.TRUST), (D, F.OFFENDER_MANAGEMENT, LICENCE_LOW, B.TRUST),
    (M, F.OFFENDER_MANAGEMENT, LOW, B.COMPETED), (M, F.OFFENDER_MANAGEMENT, MEDIUM, B.COMPETED),
    (M, F.OFFENDER_MANAGEMENT, HIGH, B.TRUST), (M, F.OFFENDER_MANAGEMENT, UNKNOWN, B.TRUST),
    (T, F.OFFENDER_MANAGEMENT, LOW, B.COMMUNITY_PROVIDER), (T, F.OFFENDER_MANAGEMENT, HIGH, B.PUBLIC_PROVIDER),
    (T, F.OFFENDER_MANAGEMENT, MAPPA_LOW, B.PUBLIC_PROVIDER),
    (T, F.OFFENDER_MANAGEMENT, RSR_LOW, B.PUBLIC_PROVIDER),
    (T, F.OFFENDER_MANAGEMENT, UNKNOWN, B.PUBLIC_PROVIDER),
    (E, F.OFFENDER_MANAGEMENT, LOW, B.PUBLIC_PROVIDER), (E, F.OFFENDER_MANAGEMENT, VERY, B.PUBLIC_PROVIDER),
    # supervision by risk
    (D, F.SUPERVISION, LOW, B.COMPETED), (D, F.SUPERVISION, MEDIUM, B.TRUST),
    (D, F.SUPERVISION, HIGH, B.TRUST), (D, F.SUPERVISION, VERY, B.TRUST),
    (D, F.SUPERVISION, LICENCE_LOW, B.COMPETED), (D, F.SUPERVISION, UNKNOWN, B.TRUST),
    (D, F.SUPERVISION, LICENCE_MEDIUM, B.COMPETED), (D, F.SUPERVISION, LICENCE_HIGH, B.TRUST),
    (D, F.SUPERVISION, INSIDE, B.TRUST),
    (A, F.SUPERVISION, LOW, B.TRUST), (N, F.SUPERVISION, HIGH, B.COMPETED),
    (H, F.SUPERVISION, MEDIUM, B.COMPETED), (M, F.SUPERVISION, MEDIUM, B.COMPETED),
    (M, F.SUPERVISION, VERY, B.TRUST), (T, F.SUPERVISION, MEDIUM, B.COMMUNITY_PROVIDER),
    (E, F.SUPERVISION, LOW, B.PUBLIC_PROVIDER),
    # from the first court report to the sentence somebody has the case
    (H, F.OFFENDER_MANAGEMENT, REPORTED, B.COMPETED), (D, F.OFFENDER_MANAGEMENT, REPORTED, B.TRUST),
    (N, F.OFFENDER_MANAGEMENT, REPORTED, B.PUBLIC_PROVIDER), (A, F.OFFENDER_MANAGEMENT, REPORTED, B.TRUST),
    (T, F.OFFENDER_MANAGEMENT, REPORTED, B.PUBLIC_PROVIDER), (M, F.OFFENDER_MANAGEMENT, REPORTED, B.TRUST),
    # sentences under twelve months
    (A, F.SUPERVISION, SHORT_IOM, B.TRUST), (A, F.SUPERVISION, SHORT, B.NOBODY),
    (D, F.SUPERVISION, SHORT, B.NOBODY), (T, F.SUPERVISION, SHORT, B.COMMUNITY_PROVIDER),
    (E, F.SUPERVISION, SHORT, B.PUBLIC_PROVIDER), (H, F.OFFENDER_MANAGEMENT, SHORT, B.COMPETED),
    # breach
    (N, F.BREACH_DECISION, LOW, B.COMPETED), (N, F.BREACH_NOTICE, LOW, B.NOBODY),
    (D, F.BREACH_DECISION, LOW, B.TRUST), (D, F.BREACH_NOTICE, LOW, B.COMPETED),
    (D, F.BREACH_NOTICE, HIGH, B.COMPETED), (M, F.BREACH_NOTICE, VERY, B.COMPETED),
    (T, F.BREACH_DECISION, LOW, B.PUBLIC_PROVIDER),
    (M, F.BREACH_DECISION, LOW, B.TRUST), (M, F.BREACH_NOTICE, MEDIUM, B.COMPETED),
    (T, F.BREACH_PRESENTATION, LOW, B.PUBLIC_PROVIDER), (T, F.BREACH_NOTICE, LOW, B.COMMUNITY_PROVIDER),
    (E, F.BREACH_DECISION, LOW, B.PUBLIC_PROVIDER),
    # recall
    (N, F.RECALL_ADVICE, HIGH, B.COMPETED), (T, F.RECALL_ADVICE, LOW, B.PUBLIC_PROVIDER),
    *((name, F.RECALL_DECISION, LICENCE_HIGH, B.SECRETARY_OF_STATE) for name in PRESETS),
    # licence
    (M, F.LICENCE_MANAGEMENT, LICENCE_LOW, B.COMPETED), (M, F.LICENCE_MANAGEMENT, LICENCE_HIGH, B.TRUST),
    (D, F.LICENCE_MANAGEMENT, LICENCE_LOW, B.TRUST), (D, F.RESETTLEMENT, LICENCE_LOW, B.COMPETED),
    (N, F.LICENCE_MANAGEMENT, LICENCE_HIGH, B.COMPETED),
    # custody
    *((name, F.CUSTODY_MANAGEMENT, INSIDE, B.PRISON) for name in PRESETS),
    *((name, F.CUSTODY_MANAGEMENT, LOW, B.NOBODY) for name in PRESETS),
    # victims and restorative justice
    *((name, F.VICTIM_CONTACT, LOW, B.NOBODY) for name in PRESETS),
    (D, F.VICTIM_CONTACT, VIOLENT, B.TRUST), (N, F.VICTIM_CONTACT, VIOLENT, B.PUBLIC_PROVIDER),
    (M, F.VICTIM_CONTACT, VIOLENT, B.TRUST), (H, F.VICTIM_CONTACT, VIOLENT, B.COMPETED), (H, F.VICTIM_CONTACT, LOW, B.NOBODY),
    (A, F.VICTIM_CONTACT, VIOLENT, B.TRUST), (T, F.VICTIM_CONTACT, VIOLENT, B.PUBLIC_PROVIDER),
    (A, F.RESTORATIVE_JUSTICE_AS_DIVERSION, LOW, B.TRUST),
    (H, F.RESTORATIVE_JUSTICE_AS_DIVERSION, LOW, B.NOBODY),
    # interventions
    (D, F.UNPAID_WORK, LOW, B.COMPETED), (D, F.PROGRAMMES, HIGH, B.COMPETED),
    (D, F.APPROVED_PREMISES, HIGH, B.COMPETED), (T, F.UNPAID_WORK, HIGH, B.COMMUNITY_PROVIDER),
    (T, F.APPROVED_PREMISES, HIGH, B.PUBLIC_PROVIDER), (E, F.UNPAID_WORK, LOW, B.PUBLIC_PROVIDER),
    (E, F.PROGRAMMES, LOW, B.PUBLIC_PROVIDER), (E, F.SUPPORT_SERVICES, LOW, B.COMPETED),
    *((name, F.ELECTRONIC_MONITORING, LOW, B.ELECTRONIC_MONITORING_PROVIDER) for name in PRESETS),
    # protection and partnership
    (N, F.MAPPA_SEAT, HIGH, B.COMPETED), (D, F.MAPPA_SEAT, HIGH, B.TRUST),
    (N, F.IOM_COORDINATION, LOW, B.POLICE_AND_CRIME_COMMISSIONER), (A, F.IOM_COORDINATION, LOW, B.TRUST),
    (D, F.IOM_COORDINATION, LOW, B.LOCAL_AUTHORITY), (H, F.PARTNERSHIP_SEAT, LOW, B.COMPETED),
    (D, F.PARTNERSHIP_SEAT, LOW, B.TRUST),
    # buyers
    (H, F.COMMISSIONING_NATIONAL, LOW, B.NATIONAL_COMMISSIONER),
    (H, F.COMMISSIONING_REGIONAL, LOW, B.REGIONAL_COMMISSIONER), (H, F.COMMISSIONING_LOCAL, LOW, B.NOBODY),
    (A, F.COMMISSIONING_LOCAL, LOW, B.TRUST), (N, F.COMMISSIONING_LOCAL, LOW, B.LOCAL_COMMISSIONER),
    (N, F.BUYING_APPROVED_PREMISES, LOW, B.NATIONAL_COMMISSIONER),
    (D, F.COMMISSIONING_LOCAL, LOW, B.TRUST), (D, F.COMMISSIONING_REGIONAL, LOW, B.NOBODY),
    (D, F.BUYING_OFFENDER_MANAGEMENT, LOW, B.NOBODY),
    (T, F.BUYING_OFFENDER_MANAGEMENT, LOW, B.NATIONAL_COMMISSIONER),
    (T, F.COMMISSIONING_LOCAL, LOW, B.NOBODY), (T, F.ADVISORY_SEAT_IN_AWARD, LOW, B.ADVISORY_PANEL),
    (E, F.COMMISSIONING_REGIONAL, LOW, B.REGIONAL_COMMISSIONER),
    (H, F.ARRANGEMENTS_DUTY, LOW, B.SECRETARY_OF_STATE), (H, F.LAST_RESORT, LOW, B.SECRETARY_OF_STATE),
    (D, F.TRAINING_STANDARDS, LOW, B.STANDARDS_BODY),
]  # fmt: skip


@pytest.mark.parametrize(("name", "function", "subject", "expected"), CELLS)
def test_each_function_is_held_by_the_body_the_source_gives_it_to(
    name: str, function: Function, subject: Subject, expected: BodyKind
) -> None:
    assert preset(name).holder(function, subject, ON).held_by is expected


# walls, lots, the public body's bid, payment, breach shield, rise in risk, cases in flight
TERMS = {
    H: (WallsMode.SEPARATED, DrawnBy.COMMISSIONER, PublicBody.AS_ITSELF, PaymentBasis.SERVICE_STANDARDS,
        False, RiseInRisk.KEEP_AND_OVERSEE, InFlight.MOVE),
    A: (WallsMode.INTEGRATED, DrawnBy.COMMISSIONER, PublicBody.AS_ITSELF, PaymentBasis.SERVICE_STANDARDS,
        False, RiseInRisk.KEEP_AND_OVERSEE, InFlight.STAY),
    M: (WallsMode.SEPARATED, DrawnBy.COMMISSIONER, PublicBody.MAY_NOT_BID, PaymentBasis.RESULTS_UNSPECIFIED,
        True, RiseInRisk.ESCALATE_TO_PUBLIC, InFlight.MOVE),
    N: (WallsMode.SEPARATED, DrawnBy.COMMISSIONER, PublicBody.SEPARATE_BODY,
        PaymentBasis.RESULTS_MANY_OUTCOMES, False, RiseInRisk.KEEP_AND_OVERSEE, InFlight.MOVE),
    D: (WallsMode.INTEGRATED, DrawnBy.BIDDER, PublicBody.OWN_PROVIDER_SIDE, PaymentBasis.RESULTS_AND_PROXIES,
        True, RiseInRisk.ESCALATE_TO_PUBLIC, InFlight.STAY),
    T: (WallsMode.NO_SHARED_RECORDS, DrawnBy.COMMISSIONER, PublicBody.MAY_NOT_BID,
        PaymentBasis.FEE_AND_RESULTS_BINARY_HURDLE, True, RiseInRisk.ESCALATE_TO_PUBLIC,
        InFlight.DECIDE_AGAIN),
    E: (WallsMode.INTEGRATED, DrawnBy.COMMISSIONER, PublicBody.MAY_NOT_BID,
        PaymentBasis.BUDGET_AND_SERVICE_CONTRACTS, True, RiseInRisk.KEEP_AND_OVERSEE, InFlight.MOVE),
}  # fmt: skip


@pytest.mark.parametrize("name", PRESETS)
def test_each_model_runs_on_the_terms_its_source_sets(name: str) -> None:
    model = preset(name)
    assert TERMS[name] == (
        model.walls.value.mode,
        model.lots.value,
        model.bidding.value.public_body,
        model.payment.value.basis,
        model.breach_shield.value,
        model.rise_in_risk.value,
        model.in_flight.value,
    )


def test_the_two_services_of_2014_share_no_records_and_every_other_model_shares_them() -> None:
    assert preset(T).wall_between(B.COMMUNITY_PROVIDER, B.PUBLIC_PROVIDER) == {
        WallOf.RECORDS,
        WallOf.COMMERCE,
    }
    assert not preset(T).shares_records(B.PUBLIC_PROVIDER, B.COMMUNITY_PROVIDER)
    for name in (H, A, M, N, D, E):
        assert all(preset(name).shares_records(one, other) for one, other in product(BodyKind, BodyKind))


def test_durham_tees_valley_keeps_its_wall_inside_one_trust_and_nacro_between_two_bodies() -> None:
    assert preset(D).wall_between(B.TRUST, B.TRUST) == {WallOf.COMMERCE}
    assert not preset(D).wall_between(B.TRUST, B.COMPETED)
    assert preset(N).wall_between(B.LOCAL_COMMISSIONER, B.PUBLIC_PROVIDER) == {WallOf.COMMERCE}


def test_a_body_paid_for_delivery_decides_breaches_in_nacros_model_and_never_in_durham_tees_valleys() -> None:
    for risk, sentence in product(Risk, Sentence):
        subject = someone(risk, sentence)
        nacro = preset(N).holder(F.BREACH_DECISION, subject, ON).held_by
        durham = preset(D).holder(F.BREACH_DECISION, subject, ON).held_by
        assert preset(N).is_paid(nacro)
        assert not preset(D).is_paid(durham)


def test_no_number_that_no_source_gives_is_taken_for_zero() -> None:
    for model, parameter in product(presets(), Parameter):
        assert model.parameter(parameter) is Unknown.NOT_STATED


def test_only_todays_model_was_ever_in_force_and_one_is_known_from_its_critics() -> None:
    standing = {model.name: model.standing for model in presets()}
    assert [name for name, found in standing.items() if found is Standing.IN_FORCE] == [E]
    assert [name for name, found in standing.items() if found is Standing.DESCRIBED_BY_CRITIC] == [T]


def test_the_switch_takes_everybody_as_high_on_release_until_resettled() -> None:
    from throughcare.foundation.operating_model.rules import load_model, preset_text

    text = preset_text(D).replace("starts_high: {value: false", "starts_high: {value: true")
    switched = load_model(text, "switched")
    released = someone(Risk.LOW, Sentence.CUSTODY_12_MONTHS_OR_MORE)
    settled = someone(Risk.LOW, Sentence.CUSTODY_12_MONTHS_OR_MORE, resettled=True)
    assert switched.holder(F.SUPERVISION, released, ON).held_by is B.TRUST
    assert switched.holder(F.SUPERVISION, settled, ON).held_by is B.COMPETED
    assert switched.holder(F.SUPERVISION, LOW, ON).held_by is B.COMPETED
    assert preset(D).holder(F.SUPERVISION, released, ON).held_by is B.COMPETED


PEOPLE = [
    {"risk": risk, "sentence": sentence, "rsr": "below_cut_off", "place": "community"}
    for risk in ("low", "medium", "high")
    for sentence in (
        "awaiting_sentence",
        "community_order",
        "custody_under_12_months",
        "custody_12_months_or_more",
    )
]


@pytest.mark.parametrize(("one", "other"), list(combinations(PRESETS, 2)))
def test_each_models_trace_differs_from_every_others(one: str, other: str) -> None:
    first, second = (trace(preset(name), PEOPLE, ON) for name in (one, other))
    differing = {key.split(":")[0] for key in first if first[key] != second[key]}
    assert differing & {"supervision", "offender_management", "breach_decision"}, "who holds the case"
    assert differing & {"walls", "bidding", "lots", "breach_shield"}, "on what terms"
    assert "payment" in differing, "who is paid and for what"


def is_evidence(ground: Ground) -> bool:
    return ground.basis is not Basis.ASSUMED and not ground.unread


@pytest.mark.parametrize(("one", "other"), list(combinations(PRESETS, 2)))
def test_each_model_differs_from_every_other_in_lines_that_neither_had_to_assume_or_left_unread(
    one: str, other: str
) -> None:
    rows = compare(preset(one), preset(other), ON)
    cited = {
        row.function
        for row in rows
        if row.differs and is_evidence(row.one.ground) and is_evidence(row.other.ground)
    }
    assert len(cited) >= 5, cited


# what each account says of the terms that later steps ask for, written from the sources by hand
Q = Question
ANSWERS = [
    (D, Q.RING_FENCE, "yes"), (D, Q.SUBCONTRACT_FIRST, "yes"), (D, Q.GUARANTEE_TO_MUTUALS, "yes"),
    (D, Q.CONSULTED_ON_SPECIFICATION, "trust"), (D, Q.ORDERS_MAY_WAIT, "no"), (D, Q.EACH_PART_MEASURED, "yes"),
    (D, Q.CONTRACTS_AUDITED_BY, "trust"), (D, Q.JOINT_COMMISSIONING_WITH, "local_authority"),
    (D, Q.NATIONAL_BUYER_AFTERWARDS, "dissolved_into_local_buyers"), (D, Q.WOMEN_SERVED_APART, "yes"),
    (N, Q.BUYER_ANSWERS_TO, "local_authority"), (N, Q.BUYER_ANSWERS_TO, "police_and_crime_commissioner"),
    (N, Q.POOLED_BUDGETS, "yes"), (N, Q.PRISONS_REWARDED, "yes"), (N, Q.PAID_BY_RESULTS, "how_often"),
    (N, Q.BOUGHT_NATIONALLY_FOR_MINORITIES, "yes"), (N, Q.GAPS_REPORTED_BY_PROVIDERS, "yes"),
    (H, Q.SEPARATE_INTERFACE, "yes"), (H, Q.DIVERSITY_SPECIFIED_BY, "regional_commissioner"),
    (H, Q.SHADOW_BID, "yes"), (H, Q.JOINT_BIDS, "yes"), (H, Q.STAFF_FOLLOW_WORK, "yes"),
    (H, Q.FIRST_PROVIDER, "public_provider"), (H, Q.PARTNERSHIPS_ENSURED_BY, "regional_commissioner"),
    (A, Q.BUYER_MAY_CREATE_PROVIDER, "yes"), (A, Q.EQUAL_BUSINESS_FREEDOMS, "yes"),
    (T, Q.QUALITY_MEASURED_BY, "community_provider"), (T, Q.VOTE_IN_AWARD, "nobody"),
    (T, Q.RESULTS_SIZED_BY, "maximum_less_fee"), (T, Q.PAID_BY_RESULTS, "whether_reoffended"),
    (T, Q.BREACHES_SIFTED, "yes"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "question", "expected"), ANSWERS)
def test_each_term_is_answered_as_its_source_does(name: str, question: Question, expected: str) -> None:
    assert expected in preset(name).answer(question)


def test_every_model_answers_every_question_with_its_ground_and_none_takes_silence_for_no() -> None:
    for model, question in product(presets(), Question):
        declared = model.questions[question]
        assert declared.ground.why or declared.ground.cite
        if declared.value.is_yes is False and question.asks.kind is AnsweredBy.YES_OR_NO:
            assert declared.ground.basis is not Basis.ASSUMED, (model.name, question)


def test_what_a_source_leaves_open_is_not_stated_and_not_no() -> None:
    seat = preset(H).questions[Q.CRIMINAL_JUSTICE_BOARD_SEAT]
    assert seat.ground.basis is Basis.STATED
    assert seat.value.given is Unknown.NOT_STATED
    assert preset(M).answer(Q.RING_FENCE).is_yes is Unknown.NOT_STATED


def test_no_monitoring_contractor_is_paid_by_results() -> None:
    for model in presets():
        by_results = model.payment.value.basis not in {
            PaymentBasis.SERVICE_STANDARDS,
            PaymentBasis.BUDGET_AND_SERVICE_CONTRACTS,
        }
        assert model.is_paid(B.ELECTRONIC_MONITORING_PROVIDER)
        assert by_results is (
            model.payment.value.of(B.ELECTRONIC_MONITORING_PROVIDER) is not model.payment.value.basis
        )


def test_the_integrated_scheme_of_bristol_shares_orders_and_licences_with_the_police_too() -> None:
    inside = someone(Risk.MEDIUM, Sentence.COMMUNITY_ORDER, Place.COMMUNITY, Cohort.IOM)
    assert preset(A).holder(F.SUPERVISION, inside, ON).together_with == (B.POLICE,)
    assert preset(A).holder(F.SUPERVISION, MEDIUM, ON).together_with == ()


def test_women_are_a_cohort_of_their_own_where_a_source_gives_them_services_of_their_own() -> None:
    woman = someone(Risk.LOW, Sentence.COMMUNITY_ORDER, Place.COMMUNITY, Cohort.WOMEN)
    assert preset(D).holder(F.SUPPORT_SERVICES, woman, ON).together_with == (B.TRUST,)
    assert preset(N).holder(F.BUYING_INTERVENTIONS, woman, ON).held_by is B.NATIONAL_COMMISSIONER
    assert preset(N).holder(F.BUYING_INTERVENTIONS, LOW, ON).held_by is B.LOCAL_COMMISSIONER


def grounds_of(name: str, basis: Basis) -> Iterator[tuple[str, Ground]]:
    return ((what, ground) for what, ground in preset(name).grounds() if ground.basis is basis)


def test_quoted_words_are_few_and_say_something() -> None:
    for name in SEEDED:
        for what, ground in grounds_of(name, Basis.STATED):
            assert 2 <= len(ground.words.split()) <= 30, (name, what, ground.words)


def test_a_stated_line_says_where_and_an_assumed_one_says_why() -> None:
    for model in presets():
        for what, ground in model.grounds():
            assert ground.why if ground.basis is Basis.ASSUMED else ground.cite, (model.name, what)
            assert ground.source if ground.basis is not Basis.ASSUMED else True


def test_every_line_of_the_present_model_names_a_public_source_or_says_that_none_was_read() -> None:
    for what, ground in preset(E).grounds():
        assert ground.basis in {Basis.EXTERNAL, Basis.ASSUMED}, what
        assert ground.source or ground.why, what


def test_what_nobody_read_is_counted_apart_and_said_to_be_unread_wherever_it_is_shown() -> None:
    for model in presets():
        counted = share(model)
        unread = [ground for _, ground in model.grounds() if ground.unread]
        assert counted.unread == len(unread)
        assert sum(counted.percent(basis) for basis in Basis) + counted.percent_unread == pytest.approx(100)
        assert counted.lines[Basis.EXTERNAL] == sum(
            ground.basis is Basis.EXTERNAL and not ground.unread for _, ground in model.grounds()
        )
        assert all(
            "unread" in ground.footing and "not read for this file" in str(ground) for ground in unread
        )
    assert "named but unread" in str(share(preset(E)))
    assert "(external, unread)" in str(preset(E).holder(F.RISK_ASSESSMENT, LOW, ON).finding)


def test_silence_is_never_cited_to_a_page_that_nobody_read() -> None:
    for model in presets():
        for what, declared in {**model.parameters, **model.questions}.items():
            given = declared.value.given if isinstance(declared.value, Answer) else declared.value
            if given is Unknown.NOT_STATED:
                assert not declared.ground.unread, (model.name, what)


def test_a_source_named_from_general_knowledge_is_said_to_be_so() -> None:
    recall = preset(D).holder(F.RECALL_DECISION, LICENCE_HIGH, ON).ground
    court = preset(T).holder(F.BREACH_PRESENTATION, LOW, ON).ground
    assert "named from general knowledge" in str(recall)
    assert "named from general knowledge" not in str(court)


def test_what_durham_tees_valley_leaves_silent_is_marked_as_assumed() -> None:
    medium = preset(D).holder(F.SUPERVISION, MEDIUM, ON)
    assert medium.ground.basis is Basis.ASSUMED
    assert "silent" in medium.ground.why


def test_a_holding_is_a_finding_that_cites_its_source() -> None:
    finding = preset(D).holder(F.BREACH_DECISION, LOW, ON).finding
    assert str(finding) == (
        "Breach decision: Commissioning Trust (stated) (Durham Tees Valley 2012, Q2 bullet 1)"
    )


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(Refused, match="no operating model “dtv”; expected one of home-office-2005"):
        preset("dtv")


def test_the_axes_hold_every_value_of_their_kind() -> None:
    assert AXES["risk"] == tuple(Risk)
    assert {cohort.value for cohort in Cohort} <= AXES.keys()


def models_that_assess(risk: Risk) -> list[OperatingModel]:
    return [m for m in presets() if m.holder(F.RISK_ASSESSMENT, someone(risk), ON).is_held]


def test_somebody_assesses_risk_before_it_is_known_under_every_model() -> None:
    assert len(models_that_assess(Risk.NOT_ASSESSED)) == len(PRESETS)
