"""Where a model once departed from its author: each kind of departure, with the body and the basis that a reader would allow."""

import re
from datetime import date

import pytest
from foundation.operating_model.test_presets import A, D, H, M, N, T, someone
from support.shared import shared_path

from throughcare.foundation.operating_model.rules import (
    Basis,
    BodyKind,
    Cohort,
    Function,
    Place,
    Question,
    Risk,
    Sentence,
    Unknown,
    preset,
    presets,
)

ON = date(2026, 1, 1)
F, B, K, Q = Function, BodyKind, Basis, Question
LOW, HIGH = someone(Risk.LOW), someone(Risk.HIGH)
MEDIUM_LICENCE = someone(Risk.MEDIUM, Sentence.CUSTODY_12_MONTHS_OR_MORE)
MEDIUM_ORDER = someone(Risk.MEDIUM)
HELD = someone(Risk.LOW, Sentence.CUSTODY_12_MONTHS_OR_MORE, Place.CUSTODY)
BEFORE = someone(Risk.NOT_ASSESSED, Sentence.AWAITING_SENTENCE)
WITHOUT = someone(Risk.MEDIUM, Sentence.NONE, Place.COMMUNITY, Cohort.IOM)
DIVERTED = someone(Risk.MEDIUM, Sentence.DIVERSION, Place.COMMUNITY, Cohort.IOM)
SHORT = someone(Risk.MEDIUM, Sentence.CUSTODY_UNDER_12_MONTHS, Place.COMMUNITY, Cohort.IOM)
JOINED = someone(Risk.LOW, Sentence.COMMUNITY_ORDER, Place.COMMUNITY, Cohort.IOM)
GRAVE = someone(Risk.LOW, Sentence.CUSTODY_12_MONTHS_OR_MORE, Place.CUSTODY, Cohort.SEXUAL_OR_VIOLENT)

# (kind of departure, model, function, whom, holder, basis): the words were of something else, wider or narrower than they
# are, another's model, an exception, a silence filled, unread ground, or a basis too strong.
LINES = [
    ("an exception for the rule", H, F.COURT_ADVICE, LOW, B.COMPETED, K.INFERRED),
    ("an exception for the rule", H, F.PUBLIC_INTEREST_DECISION, LOW, B.COMPETED, K.INFERRED),
    ("an exception for the rule", H, F.APPROVED_PREMISES, LOW, B.COMPETED, K.INFERRED),
    ("an exception for the rule", H, F.BREACH_PRESENTATION, LOW, B.COMPETED, K.INFERRED),
    ("an exception for the rule", H, F.OFFENDER_MANAGEMENT, BEFORE, B.COMPETED, K.INFERRED),
    ("another's model", D, F.BREACH_NOTICE, HIGH, B.COMPETED, K.INFERRED),
    ("another's model", D, F.BREACH_NOTICE, LOW, B.COMPETED, K.INFERRED),
    ("another's model", M, F.BREACH_NOTICE, HIGH, B.COMPETED, K.INFERRED),
    ("words of something else", N, F.ARRANGEMENTS_DUTY, LOW, B.SECRETARY_OF_STATE, K.EXTERNAL),
    ("words of something else", T, F.BREACH_DECISION, LOW, B.PUBLIC_PROVIDER, K.EXTERNAL),
    ("words of something else", N, F.RISK_ASSESSMENT, BEFORE, B.PUBLIC_PROVIDER, K.INFERRED),
    ("words of something else", N, F.ALLOCATION_DECISION, LOW, B.LOCAL_COMMISSIONER, K.ASSUMED),
    ("a silence filled one-sidedly", D, F.SUPERVISION, MEDIUM_LICENCE, B.COMPETED, K.INFERRED),
    ("a silence filled one-sidedly", D, F.SUPERVISION, MEDIUM_ORDER, B.TRUST, K.ASSUMED),
    ("wider or narrower than its words", A, F.SUPERVISION, JOINED, B.TRUST, K.STATED),
    ("wider or narrower than its words", A, F.OFFENDER_MANAGEMENT, JOINED, B.TRUST, K.STATED),
    ("wider or narrower than its words", A, F.SUPERVISION, SHORT, B.TRUST, K.STATED),
    ("a basis too strong", A, F.SUPERVISION, WITHOUT, B.TRUST, K.INFERRED),
    ("a basis too strong", A, F.SUPERVISION, DIVERTED, B.TRUST, K.INFERRED),
    ("wider or narrower than its words", A, F.VICTIM_CONTACT, GRAVE, B.TRUST, K.STATED),
    ("wider or narrower than its words", A, F.VICTIM_CONTACT, LOW, B.NOBODY, K.INFERRED),
    ("wider or narrower than its words", D, F.VICTIM_CONTACT, LOW, B.NOBODY, K.ASSUMED),
    ("wider or narrower than its words", N, F.VICTIM_CONTACT, LOW, B.NOBODY, K.ASSUMED),
    ("wider or narrower than its words", M, F.VICTIM_CONTACT, LOW, B.NOBODY, K.ASSUMED),
    ("words of something else", A, F.ADVISORY_SEAT_IN_AWARD, LOW, B.NOBODY, K.ASSUMED),
    ("words of something else", T, F.ACTIVITY_REQUIREMENTS, LOW, B.COMMUNITY_PROVIDER, K.INFERRED),
    ("words of something else", T, F.SUPPORT_SERVICES, LOW, B.COMMUNITY_PROVIDER, K.INFERRED),
    ("words of something else", T, F.ADVISORY_SEAT_IN_AWARD, LOW, B.ADVISORY_PANEL, K.INFERRED),
    ("a basis too strong", T, F.IOM_COORDINATION, JOINED, B.POLICE, K.INFERRED),
    ("a basis too strong", T, F.PARTNERSHIP_SEAT, LOW, B.PUBLIC_PROVIDER, K.INFERRED),
    ("a basis too strong", T, F.RESTORATIVE_JUSTICE_IN_SENTENCE, LOW, B.COMMUNITY_PROVIDER, K.INFERRED),
    ("wider or narrower than its words", T, F.PROGRAMMES, GRAVE, B.COMMUNITY_PROVIDER, K.EXTERNAL),
    ("a basis too strong", D, F.IOM_COORDINATION, JOINED, B.LOCAL_AUTHORITY, K.INFERRED),
    ("wider or narrower than its words", D, F.OFFENDER_MANAGEMENT, HELD, B.TRUST, K.INFERRED),
    ("wider or narrower than its words", D, F.SUPERVISION, HELD, B.TRUST, K.ASSUMED),
    ("a basis too strong", N, F.LAST_RESORT, LOW, B.LOCAL_COMMISSIONER, K.INFERRED),
    ("a basis too strong", N, F.IOM_COORDINATION, JOINED, B.POLICE_AND_CRIME_COMMISSIONER, K.INFERRED),
    ("words of something else", N, F.PROGRAMMES, LOW, B.COMPETED, K.INFERRED),
    ("another's model", M, F.LICENCE_MANAGEMENT, MEDIUM_LICENCE, B.COMPETED, K.INFERRED),
    ("another's model", M, F.RECALL_ADVICE, LOW, B.TRUST, K.INFERRED),
    ("another's model", M, F.MAPPA_SEAT, LOW, B.TRUST, K.INFERRED),
    ("a basis too strong", H, F.ALLOCATION_DECISION, LOW, B.REGIONAL_COMMISSIONER, K.ASSUMED),
    ("a basis too strong", H, F.TRAINING_STANDARDS, LOW, B.NATIONAL_COMMISSIONER, K.ASSUMED),
    ("another's model", A, F.COURT_ADVICE, LOW, B.TRUST, K.INFERRED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "model", "function", "whom", "holder", "basis"), LINES, ids=lambda one: getattr(one, "value", None)
)  # fmt: skip
def test_a_line_says_no_more_than_its_author_did(kind, model, function, whom, holder, basis):
    found = preset(model).holder(function, whom, ON)
    assert (found.held_by, found.ground.basis) == (holder, basis), kind


# (model, term, basis): of the terms of a model, that of each departure.
TERMS = [
    (A, "payment", K.ASSUMED), (H, "bidding", K.STATED), (M, "walls", K.INFERRED), (T, "phasing", K.INFERRED),
    (T, "breach_shield", K.EXTERNAL), (T, "bidding", K.EXTERNAL), (T, "rise_in_risk", K.EXTERNAL), (N, "rise_in_risk", K.INFERRED),
    (N, "in_flight", K.ASSUMED), (M, "breach_shield", K.INFERRED), (H, "payment", K.INFERRED), (H, "in_flight", K.INFERRED),
    (A, "bidding", K.INFERRED),
]  # fmt: skip


@pytest.mark.parametrize(("model", "term", "basis"), TERMS)
def test_a_term_rests_on_no_more_than_its_author_said(model, term, basis):
    assert getattr(preset(model), term).ground.basis is basis


def test_where_sources_disagree_the_model_says_so():
    assert "big bang" in preset(T).phasing.ground.why
    assert "dual role" in preset(M).walls.ground.why and "differently" in preset(M).walls.ground.why


def test_a_trust_bids_as_itself_and_a_shadow_trust_is_a_last_resort():
    home = preset(H)
    assert home.bidding.value.public_body.value == "as_itself"
    assert home.questions[Q.SHADOW_BID].ground.why == "a power of last resort"
    assert home.questions[Q.JOINT_BIDS].ground.basis is K.STATED


def test_process_targets_are_nobodys_proposal():
    assert all("process" not in model.payment.value.basis.value for model in presets())


# Of the fifteen gravest departures, what of a model each was about.
NUMBERED = {
    1: "payment", 2: "bidding", 3: "court_advice", 4: "breach_notice", 5: "walls", 6: "arrangements_duty", 7: "phasing",
    8: "breach_decision", 9: "risk_assessment", 10: "supervision", 11: "offender_management", 12: "victim_contact",
    13: "advisory_seat_in_award", 14: "activity_requirements", 15: "advisory_seat_in_award",
}  # fmt: skip


@pytest.mark.shared
def test_each_of_the_gravest_departures_is_held_to_its_source_here():
    held = {function.value for _, _, function, *_ in LINES} | {term for _, term, _ in TERMS}
    assert held >= set(NUMBERED.values())
    told = shared_path("faults/models.md").read_text("utf-8")
    assert [int(n) for n in re.findall(r"^(\d+)\. \*\*", told, re.M)] == list(NUMBERED)


# What an author would miss that has no other place in a model: each is a question that every model answers.
MISSED = {
    D: (Q.ORDERS_MAY_WAIT, Q.CONTRACTS_AUDITED_BY, Q.SUBCONTRACT_FIRST, Q.JOINT_COMMISSIONING_WITH, Q.NATIONAL_BUYER_AFTERWARDS, Q.EACH_PART_MEASURED, Q.RING_FENCE, Q.GUARANTEE_TO_MUTUALS, Q.CONSULTED_ON_SPECIFICATION),
    N: (Q.BUYER_ANSWERS_TO, Q.POOLED_BUDGETS, Q.PRISONS_REWARDED, Q.BOUGHT_NATIONALLY_FOR_MINORITIES, Q.DESIGNED_WITH_PROVIDERS),
    H: (Q.SEPARATE_INTERFACE, Q.DIVERSITY_SPECIFIED_BY, Q.WAYS_OF_LAST_RESORT, Q.STAFF_FOLLOW_WORK, Q.PARTNERSHIPS_ENSURED_BY),
    A: (Q.BUYER_MAY_CREATE_PROVIDER, Q.EQUAL_BUSINESS_FREEDOMS),
    T: (Q.QUALITY_MEASURED_BY, Q.VOTE_IN_AWARD, Q.PAID_BY_RESULTS, Q.RESULTS_SIZED_BY),
}  # fmt: skip


@pytest.mark.parametrize(
    ("model", "question"), [(model, question) for model, asked in MISSED.items() for question in asked]
)
def test_a_term_its_author_would_miss_is_answered_with_its_place(model, question):
    found = preset(model).questions[question]
    assert found.value.given is not Unknown.NOT_STATED
    assert found.ground.cite and found.ground.basis in {K.STATED, K.INFERRED}


def test_every_question_is_answered_by_every_model_and_silence_is_not_known():
    for model in presets():
        assert model.questions.keys() == set(Question), model.name
        for question, found in model.questions.items():
            if re.search(r"the sources? (?:is silent|report nothing)", found.ground.why):
                assert found.value.given is Unknown.NOT_STATED, (model.name, question)
