"""What a model calls “stated” is said by its author, in that place, about that very thing."""

import re
from pathlib import Path

import pytest
import yaml
from foundation.operating_model.places import cited, passages, plain
from support.shared import shared_path

from throughcare.foundation.operating_model.rules import PRESETS, Basis, Ground, OperatingModel, presets

TABLE = yaml.safe_load(Path(__file__).with_name("quotations.yaml").read_text("utf-8"))
H, A, M, N, D, T, E = PRESETS

# What a sentence must speak of before it can carry a function or a term; anything not here is read by hand alone.
MUST_SPEAK_OF = {
    "arrangements_duty": "duty to make arrangements",
    "court_advice": "court",
    "sentencer_information": "sentencers receive data",
    "risk_assessment": "risk|assess",
    "public_interest_decision": "public interest",
    "offender_management": "offender management|short term prisoners|cases are directly managed",
    "supervision": "supervis|short term prisoners|not on the type of sentence|work with some groups",
    "compliance_management": "compliance",
    "programmes": "programmes|interventions",
    "unpaid_work": "unpaid work|community punishment",
    "activity_requirements": "activity",
    "support_services": "support|provision for women",
    "approved_premises": "approved premises",
    "electronic_monitoring": "electronic monitoring",
    "breach_decision": "breach|enforce",
    "breach_shield": "breach|enforc",
    "recall_advice": "recall",
    "recall_decision": "recall",
    "licence_management": "licence",
    "resettlement": "resettlement|released on licence",
    "victim_contact": "victim|the service",
    "restorative_justice_in_sentence": "restorative justice",
    "restorative_justice_as_diversion": "restorative justice.*diversion",
    "mappa_seat": "mappa|the duties will fall",
    "iom_coordination": "integrated offender management",
    "advisory_seat_in_award": "panel|advis",
    "training_standards": "training",
    "inspection": "inspectorate",
    "last_resort": "failure|serious problems",
    "ways_of_last_resort": "failure|serious problems",
    "walls": "separate|separating|ethical walls|access to each other",
    "lots": "lots",
    "payment": "paid for|results|outcomes|reoffending",
    "paid_by_results": "outcomes|reoffending",
    "phasing": "transferred|staging|two years",
    "bidding": "compete|win contracts|bid",
    "ring_fence": "ring fencing",
    "ring_fence_percent": "ring fencing",
    "subcontract_first": "sub-contracting",
    "guarantee_to_mutuals": "mutual",
    "mutual_guarantee_months": "mutual",
    "pooled_budgets": "budgets are pooled",
    "consulted_on_specification": "consultation with",
    "prisons_rewarded": "prisons .* rewarded",
    "separate_interface": "interface",
    "diversity_specified_by": "expectations",
    "women_served_apart": "women",
    "staff_follow_work": "staff will transfer",
    "each_part_measured": "component parts",
    "orders_may_wait": "commence as soon as possible",
}


def stated() -> list[tuple[OperatingModel, str, Ground]]:
    return [(m, what, g) for m in presets() for what, g in m.grounds() if g.basis is Basis.STATED]


def reviewed(ground: Ground) -> dict[str, str]:
    return next((row for row in TABLE if (row["source"], row["words"]) == (ground.source, ground.words)), {})


def test_every_stated_line_was_read_again_by_hand_and_no_quotation_carries_more_than_was_read() -> None:
    read = {(row["source"], row["words"], carried) for row in TABLE for carried in row["carries"]}
    assert read == {(g.source, g.words, f"{model.name}: {what}") for model, what, g in stated()}


def test_a_quotation_is_within_the_sentence_that_was_read_and_its_place_is_cited() -> None:
    for row in TABLE:
        assert plain(row["words"]) in plain(row["sentence"]), row["words"]
    for model, what, ground in stated():
        assert reviewed(ground)["place"] in cited(ground.cite), (model.name, what, ground.cite)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['place']}: {row['words'][:40]}")
def test_a_quotation_speaks_of_what_it_carries(row: dict[str, str]) -> None:
    for carried in row["carries"]:
        about = MUST_SPEAK_OF.get(carried.split(": ")[1], "")
        assert re.search(about, plain(row["sentence"])), f"{carried} needs {about!r}: {row['sentence']}"


def test_words_about_something_else_would_be_noticed() -> None:
    """Each was once cited for the function beside it, was in its source, and spoke of another thing."""
    once = {
        "arrangements_duty": "probation trusts with statutory responsibility for reducing reoffending",
        "supervision": "offenders to zigzag across categories over time",
        "advisory_seat_in_award": "we have no structured part to play in influencing the final decision",
        "programmes": "services specifically tailored to meet local need",
        "support_services": "excellent work with partners and community groups across the area",
        "iom_coordination": "All are coordinated by existing partnerships (Community Safety)",
    }
    for function, words in once.items():
        assert not re.search(MUST_SPEAK_OF[function], plain(words)), function


def test_no_model_takes_another_authors_proposal_or_what_then_was_for_what_its_own_author_asks() -> None:
    allowed = {H: {"asked"}, A: {"asked", "what is"}, N: {"asked", "what is"}, D: {"asked", "what is"},
               M: {"of the ministry"}, T: {"of the system", "asked"}}  # fmt: skip
    may_describe = {
        "inspection", "electronic_monitoring", "support_services", "women_served_apart",
        "buyer_may_create_provider", "year_end_carry_over_percent",
    }  # fmt: skip
    for model, what, ground in stated():
        whose = reviewed(ground)["whose"]
        assert whose in allowed[model.name], (model.name, what, whose)
        if whose == "what is":
            assert what in may_describe, (model.name, what)


@pytest.mark.shared
def test_each_quotation_and_the_sentence_around_it_stand_in_the_place_named() -> None:
    for row in TABLE:
        text = shared_path(f"sources/{row['source']}").read_text("utf-8")
        place = plain(passages(row["source"], text)[row["place"]])
        assert plain(row["words"]) in place, row["words"]
        assert plain(row["sentence"].strip("… ")) in place, row["sentence"]


@pytest.mark.shared
def test_every_place_that_is_cited_exists() -> None:
    for model in presets():
        for what, ground in model.grounds():
            if ground.basis in {Basis.STATED, Basis.INFERRED}:
                text = shared_path(f"sources/{ground.source}").read_text("utf-8")
                missing = set(cited(ground.cite)) - passages(ground.source, text).keys()
                assert not missing, (model.name, what, missing)


def test_words_that_a_source_does_not_say_would_be_noticed() -> None:
    assert "ten working days" not in " ".join(plain(row["sentence"]) for row in TABLE)
