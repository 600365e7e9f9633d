"""Break a rule, and its cases turn red: what is compared is the product, and never the adapter's own sums."""

import importlib
import itertools
import sys
from dataclasses import replace

import pytest
from support.shared import shared_path

from oracles.runner import adapters, run_file

RULES = "throughcare.casework"
ALLOCATION, ASSESSMENT = f"{RULES}.allocation.rules", f"{RULES}.assessment.rules"
WORKLOAD = "workload/workload_vectors.json"
UNITS, OLD, NEW = (
    f"predictors/{name}"
    for name in (
        "legacy_unit_vectors.json", "legacy_ogrs3_ovp_ogp_snsv_osp_rsr_fixtures.json", "ogrs4_fixtures.json",
    )
)  # fmt: skip
V2, V3 = "tier/tier_v2_scenarios.json", "tier/tier_v3_cases.json"
ITEMS = "other/san_to_oasys_item_cases.json"
SENTENCES, HANDOVERS, LICENCES = (
    "partners/progression_model_dates.json", "other/handover_cases.json", "other/licence_date_cases.json",
)  # fmt: skip
TARGETS = [
    (f"{ALLOCATION}.nightly", "tier_points", WORKLOAD),
    (f"{ALLOCATION}.nightly", "tiers_together", WORKLOAD),
    (f"{ALLOCATION}.nightly", "parole_points", WORKLOAD),
    (f"{ALLOCATION}.nightly", "sexual_risk_points", WORKLOAD),
    (f"{ALLOCATION}.nightly", "working_window", WORKLOAD),
    (f"{ALLOCATION}.capacity", "contracted_hours", WORKLOAD),
    (f"{ALLOCATION}.capacity", "points_for_hours", WORKLOAD),
    (f"{ALLOCATION}.points", "case_points", WORKLOAD),
    (f"{ALLOCATION}.points", "contact_points", WORKLOAD),
    (f"{ALLOCATION}.points", "report_points", WORKLOAD),
    (f"{ASSESSMENT}.predictors.ogrs3", "terms_of", UNITS),
    (f"{ASSESSMENT}.predictors.points", "ovp_points", UNITS),
    (f"{ASSESSMENT}.predictors.points", "ogp_points", UNITS),
    (f"{ASSESSMENT}.predictors.arithmetic", "whole_percent", UNITS),
    (f"{ASSESSMENT}.predictors.snsv", "static_terms", OLD),
    (f"{ASSESSMENT}.predictors.sexual", "contact_points", OLD),
    (f"{ASSESSMENT}.predictors.serious", "combine", OLD),
    (f"{ASSESSMENT}.predictors.ogrs4", "static_terms", NEW),
    (f"{ASSESSMENT}.predictors.ogrs4", "static_terms", "predictors/ogrs4_regression_sample.csv"),
    (f"{ASSESSMENT}.predictors.sexual", "image_step", NEW),
    (f"{ASSESSMENT}.predictors.screeners", "maturity", NEW),
    (f"{ASSESSMENT}.predictors.screeners", "learning", "predictors/lds_test_data.csv"),
    (f"{ASSESSMENT}.predictors.pathways", "personality", NEW),
    (f"{ASSESSMENT}.predictors.pathways", "programme_need", "predictors/pni_test_data_small.csv"),
    (f"{ASSESSMENT}.tier.v2", "protect_steps", V2),
    (f"{ASSESSMENT}.tier.v2", "change_steps", V2),
    (f"{ASSESSMENT}.tier.v2", "protect_level", V2),
    (f"{ASSESSMENT}.tier.v2", "change_level", V2),
    (f"{ASSESSMENT}.tier.v3", "reoffending", V3),
    (f"{ASSESSMENT}.tier.v3", "steps_of", V3),
    (f"{ASSESSMENT}.needs.translation", "translate", ITEMS),
    (f"{RULES}.recall.rules.lengths", "_is_required", "other/fixed_term_recall_cases.json"),
    (f"{RULES}.recall.rules.dates", "expires_on", "partners/fixed_term_recall_56_dates.json"),
    (f"{RULES}.recall.rules.dates", "release_after_recall", "partners/fixed_term_recall_56_dates.json"),
    (f"{RULES}.release.rules.terms", "served", SENTENCES),
    (f"{RULES}.release.rules.dates", "months_on", SENTENCES),
    (f"{RULES}.release.rules.handover", "handover_date", HANDOVERS),
    (f"{RULES}.release.rules.handover", "handover_start", HANDOVERS),
    (f"{RULES}.release.rules.licence_days", "hard_stop", LICENCES),
    (f"{RULES}.release.rules.licence_days", "worked_before", LICENCES),
    (f"{RULES}.release.rules.licence_days", "last_worked", LICENCES),
]


WRONG = itertools.count(1)  # never the same twice, so that two wrongs do not cancel out


def spoilt(value):
    """The same kind of thing, and wrong."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, str):
        return {"A": "G", "B": "G", "C": "G", "D": "G", "E": "G", "F": "A", "G": "A"}.get(value, f"{value}?")
    if isinstance(value, list | tuple):
        return type(value)(map(spoilt, value))
    for name in ("outcome", "points", "contribution", "gave", "score"):
        if hasattr(value, name) and getattr(value, name) is not None:
            return replace(value, **{name: spoilt(getattr(value, name))})
    return (
        value.replace(hour=1)
        if hasattr(value, "hour")
        else value + next(WRONG)
        if hasattr(value, "__add__")
        else value
    )


def everywhere(module, name):
    """Every module that holds the function, by whatever import it came there."""
    original = getattr(importlib.import_module(module), name)
    held = [one for one in list(sys.modules.values()) if getattr(one, "__dict__", {}).get(name) is original]
    return original, held


@pytest.mark.parametrize(("module", "name", "file"), TARGETS, ids=lambda one: str(one).rsplit(".", 1)[-1])
def test_a_rule_that_is_broken_turns_its_cases_red(monkeypatch, module, name, file):
    path, known = shared_path(f"vectors/{file}"), adapters()
    assert run_file(path, known).failed == 0
    original, held = everywhere(module, name)
    for one in held:
        monkeypatch.setattr(one, name, lambda *given, **named: spoilt(original(*given, **named)))
    assert run_file(path, known).failed > 0


def test_no_case_of_workload_passes_while_every_sum_is_wrong(monkeypatch):
    path, known = shared_path(f"vectors/{WORKLOAD}"), adapters()
    for module, name, file in TARGETS:
        if file == WORKLOAD:
            original, held = everywhere(module, name)
            for one in held:
                monkeypatch.setattr(
                    one, name, lambda *given, _o=original, **named: spoilt(_o(*given, **named))
                )
    assert run_file(path, known).passed == 0
