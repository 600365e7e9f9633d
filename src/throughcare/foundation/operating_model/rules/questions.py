"""What else a system must settle, as questions: every model answers each, if only by saying that nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .terms import Unknown

YES, NO = "yes", "no"


class Question(StrEnum):
    """A term on which models differ and which some later step of the service will ask for."""

    RING_FENCE = "ring_fence"
    SUBCONTRACT_FIRST = "subcontract_first"
    GUARANTEE_TO_MUTUALS = "guarantee_to_mutuals"
    JOINT_BIDS = "joint_bids"
    SHADOW_BID = "shadow_bid"
    BUYER_MAY_CREATE_PROVIDER = "buyer_may_create_provider"
    EQUAL_BUSINESS_FREEDOMS = "equal_business_freedoms"
    BOUGHT_SEPARATELY = "bought_separately"
    DESIGNED_WITH_PROVIDERS = "designed_with_providers"
    CONSULTED_ON_SPECIFICATION = "consulted_on_specification"
    VOTE_IN_AWARD = "vote_in_award"
    ORDERS_MAY_WAIT = "orders_may_wait"
    PAID_BY_RESULTS = "paid_by_results"
    RESULTS_SIZED_BY = "results_sized_by"
    EACH_PART_MEASURED = "each_part_measured"
    PRISONS_REWARDED = "prisons_rewarded"
    POOLED_BUDGETS = "pooled_budgets"
    CONTRACTS_AUDITED_BY = "contracts_audited_by"
    QUALITY_MEASURED_BY = "quality_measured_by"
    BUYER_ANSWERS_TO = "buyer_answers_to"
    GAPS_REPORTED_BY_PROVIDERS = "gaps_reported_by_providers"
    WAYS_OF_LAST_RESORT = "ways_of_last_resort"
    STAFF_FOLLOW_WORK = "staff_follow_work"
    NATIONAL_BUYER_AFTERWARDS = "national_buyer_afterwards"
    BREACHES_SIFTED = "breaches_sifted"
    PARTNERSHIPS_ENSURED_BY = "partnerships_ensured_by"
    CRIMINAL_JUSTICE_BOARD_SEAT = "criminal_justice_board_seat"
    SEPARATE_INTERFACE = "separate_interface"
    JOINT_COMMISSIONING_WITH = "joint_commissioning_with"
    FIRST_PROVIDER = "first_provider"
    DIVERSITY_SPECIFIED_BY = "diversity_specified_by"
    WOMEN_SERVED_APART = "women_served_apart"
    BOUGHT_NATIONALLY_FOR_MINORITIES = "bought_nationally_for_minorities"
    TRAVEL_PLANNED_FOR = "travel_planned_for"

    @property
    def asks(self) -> Asks:
        """The question in words and what may be answered."""
        return _ASKS[self]


class AnsweredBy(StrEnum):
    """What kind of answer a question takes."""

    YES_OR_NO = "yes or no"
    BODIES = "bodies"
    CHOICES = "choices"


@dataclass(frozen=True)
class Asks:
    """A question in words, the kind of its answer, and its choices where it has some."""

    words: str
    kind: AnsweredBy = AnsweredBy.YES_OR_NO
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a model answers: yes, no, some of the choices or bodies, or that it is not stated."""

    given: tuple[str, ...] | Unknown

    @property
    def is_yes(self) -> bool | Unknown:
        """Yes or no as a truth value; not stated stays so, and is never no."""
        return self.given if isinstance(self.given, Unknown) else self.given == (YES,)

    def __contains__(self, choice: str) -> bool:
        return not isinstance(self.given, Unknown) and choice in self.given


def _bodies(words: str) -> Asks:
    return Asks(words, AnsweredBy.BODIES)


def _choices(words: str, *choices: str) -> Asks:
    return Asks(words, AnsweredBy.CHOICES, choices)


_Q = Question
_ASKS: dict[Question, Asks] = {
    _Q.RING_FENCE: Asks("Is a share of the money kept for small and voluntary providers?"),
    _Q.SUBCONTRACT_FIRST: Asks("Do small providers begin as subcontractors and bid as primes later?"),
    _Q.GUARANTEE_TO_MUTUALS: Asks("Is a new mutual guaranteed contracts for a time?"),
    _Q.JOINT_BIDS: Asks("Are bids by several bodies or sectors together wanted?"),
    _Q.SHADOW_BID: Asks("May a public body be made in order to bid?"),
    _Q.BUYER_MAY_CREATE_PROVIDER: Asks("May the buyer itself set up a provider, such as a social enterprise?"),
    _Q.EQUAL_BUSINESS_FREEDOMS: Asks("Has the public body the same business freedoms as other sectors?"),
    _Q.BOUGHT_SEPARATELY: Asks("Are offender management and interventions bought apart?"),
    _Q.DESIGNED_WITH_PROVIDERS: Asks("Are services designed together with those who may bid?"),
    _Q.CONSULTED_ON_SPECIFICATION: _bodies("Who is consulted before a national specification is final?"),
    _Q.VOTE_IN_AWARD: _bodies("Who beside the buyer has a vote in an award?"),
    _Q.ORDERS_MAY_WAIT: Asks("May an order wait to start because a contract is full?"),
    _Q.PAID_BY_RESULTS: _choices(
        "Which results are paid for?",
        "nothing", "whether_reoffended", "how_often", "how_serious", "housing_and_work",
        "drugs_and_alcohol", "other_outcomes_or_proxies",
    ),
    _Q.RESULTS_SIZED_BY: _choices("How large is the payment for results?", "maximum_less_fee", "set_by_buyer"),
    _Q.EACH_PART_MEASURED: Asks("Is the effect of each part measured before it is paid for?"),
    _Q.PRISONS_REWARDED: Asks("Are prisons rewarded together with providers?"),
    _Q.POOLED_BUDGETS: Asks("Are budgets pooled with other local services?"),
    _Q.CONTRACTS_AUDITED_BY: _bodies("Who audits delivery against contract?"),
    _Q.QUALITY_MEASURED_BY: _bodies("Who measures the quality of what is delivered?"),
    _Q.BUYER_ANSWERS_TO: _bodies("To whom does the buyer answer?"),
    _Q.GAPS_REPORTED_BY_PROVIDERS: Asks("Do providers report gaps in service to the buyer?"),
    _Q.WAYS_OF_LAST_RESORT: _choices(
        "What may be done when a provider fails?",
        "public_body_recreated", "buyer_steps_in", "public_body_provides",
    ),
    _Q.STAFF_FOLLOW_WORK: Asks("Do staff go with work that changes hands?"),
    _Q.NATIONAL_BUYER_AFTERWARDS: _choices(
        "What becomes of the national buyer?", "stays", "sets_the_framework_only", "dissolved_into_local_buyers"
    ),
    _Q.BREACHES_SIFTED: Asks("Does whoever decides a breach sift what is referred?"),
    _Q.PARTNERSHIPS_ENSURED_BY: _bodies("Who sees to it that partnerships are kept up?"),
    _Q.CRIMINAL_JUSTICE_BOARD_SEAT: _bodies("Who sits on the local criminal justice board?"),
    _Q.SEPARATE_INTERFACE: Asks("Does an area taken over by another's provider keep its own point of contact?"),
    _Q.JOINT_COMMISSIONING_WITH: _bodies("With whom are services bought jointly?"),
    _Q.FIRST_PROVIDER: _bodies("Who provides at the outset what is open to competition?"),
    _Q.DIVERSITY_SPECIFIED_BY: _bodies("Who says what is expected about diversity and how it is monitored?"),
    _Q.WOMEN_SERVED_APART: Asks("Are there services of their own for women?"),
    _Q.BOUGHT_NATIONALLY_FOR_MINORITIES: Asks("Are services for small minorities bought nationally?"),
    _Q.TRAVEL_PLANNED_FOR: Asks("Must a bid plan for the distances people have to travel?"),
}  # fmt: skip
