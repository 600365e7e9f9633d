"""Cases of fair comparison and payment by results: all hold, and a changed expectation fails."""

import copy
import csv
import json
import random
import shutil

import pytest
from support.shared import shared_path

from oracles import outcomes_compare, outcomes_pay, outcomes_published
from oracles.cases import Source
from oracles.runner import run_file

ADAPTERS = [*outcomes_compare.ADAPTERS, *outcomes_pay.ADAPTERS, *outcomes_published.ADAPTERS]
FILES = [
    "outcomes/matchit_lalonde.json",
    "outcomes/lalonde_ps.csv",
    "outcomes/pbr_pilots.json",
    "outcomes/justice_data_lab.json",
    "outcomes/costs.json",
    "commissioning/pbr/peterborough_sib.csv",
]


def run(path):
    return run_file(path, ADAPTERS)


def beside_its_data(tmp_path, name, content):
    """A copy of a case file, changed, with the data it names where it looks for it."""
    shutil.copytree(shared_path("data/recid-textbook"), tmp_path / "data" / "recid-textbook")
    path = tmp_path / "vectors" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content))
    return path


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_every_case_of_the_file_holds(name):
    report = run(shared_path(f"vectors/{name}"))
    assert report.problem is None
    assert report.passed > 0
    assert report.failures == ()


@pytest.mark.shared
def test_every_pair_coefficient_difference_and_score_of_the_lalonde_set_is_a_case_of_its_own():
    content = json.loads(shared_path("vectors/outcomes/matchit_lalonde.json").read_text())
    report = run(shared_path("vectors/outcomes/matchit_lalonde.json"))
    assert report.passed >= len(content["ratio1"]["pairs"]) + len(content["ps_coef"]) + len(
        content["smd_before"]
    )
    assert run(shared_path("vectors/outcomes/lalonde_ps.csv")).passed == 614


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(20))
def test_changing_any_expected_value_of_the_lalonde_set_fails(tmp_path, seed):
    content = json.loads(shared_path("vectors/outcomes/matchit_lalonde.json").read_text())
    changed = copy.deepcopy(content)
    luck = random.Random(seed)
    section, key = luck.choice(
        [("ps_coef", k) for k in content["ps_coef"]]
        + [("smd_before", k) for k in content["smd_before"]]
        + [("ratio1", k) for k in ("matched", "att_diff_means", "ols_se", "pairs")]
        + [("experimental_benchmark_att", None), ("experimental_n", None)]
    )
    if key == "pairs":
        luck.choice(changed["ratio1"]["pairs"])[1] = "PSID9999"
    elif key == "matched":
        changed["ratio1"]["matched"][1] -= 1
    elif key is None and section == "experimental_n":
        changed[section][0] += 1
    elif key is None:
        changed[section] *= 1.0001
    else:
        changed[section][key] = changed[section][key] * 1.0005 + 1e-12
    report = run(beside_its_data(tmp_path, "matchit_lalonde.json", changed))
    assert report.failed == 1, (section, key)


@pytest.mark.shared
def test_sections_nobody_has_seen_yet_run_too_with_a_caliper_or_with_replacement(tmp_path):
    """Calipers keep 113 pairs and 1,571.74, as the facts say MatchIt 4.7.2 finds."""
    content = json.loads(shared_path("vectors/outcomes/matchit_lalonde.json").read_text())
    sample = outcomes_compare.Sample(shared_path("data/recid-textbook/lalonde.csv"), outcomes_compare.FORMULA)
    within = outcomes_compare.Matching(sample, "ratio1_caliper02sd")
    content["ratio1_caliper02sd"] = {
        "matched": [113, 113],
        "att_diff_means": 1571.74,
        "pairs": within.answer("pairs"),
    }
    content["ratio2_replace"] = {"matched": [185, 125], "ess_control": within.answer("ess")}
    content["ratio3_moonlight"] = {"matched": [1, 1]}
    content["ratio1"]["mood"] = "good"
    report = run(beside_its_data(tmp_path, "matchit_lalonde.json", content))
    assert [failure.case for failure in report.failures] == [
        "ratio2_replace.ess_control"
    ]  # not the caliper's
    assert report.skipped["unknown shape"] == 2
    assert ["NSW1", "NA"] in within.answer("pairs") or any(pair[1] == "NA" for pair in within.answer("pairs"))


def test_without_the_data_beside_it_each_section_is_named_as_skipped(tmp_path):
    path = tmp_path / "matchit.json"
    path.write_text(
        json.dumps({"data": "nowhere/lalonde.csv", "ps_coef": {"age": 1.0}, "ratio1": {"matched": [1, 1]}})
    )
    report = run(path)
    assert (report.passed, report.failed, report.skipped.total()) == (0, 0, 2)


def pilots(**peterborough):
    return {"peterborough": peterborough}


def answers(tmp_path, content):
    path = tmp_path / "pilots.json"
    path.write_text(json.dumps(content))
    return run(path)


@pytest.mark.parametrize(
    ("reduction", "scope", "expect"),
    [
        (8.387, "single cohort", "no payment"),
        (9.999, "single cohort", "no payment"),
        (10.0, "single cohort", "payment"),
        (7.5, "pooled", "payment"),
        (7.49, "pooled", "no payment"),
        (-3.0, "pooled", "no payment"),
    ],
)
def test_the_bond_pays_at_its_thresholds_and_not_below(tmp_path, reduction, scope, expect):
    test = {"reduction": reduction, "scope": scope, "expect": expect}
    assert answers(tmp_path, pilots(payment_rule_tests=[test])).passed == 1
    other = {**test, "expect": "payment" if expect == "no payment" else "no payment"}
    assert answers(tmp_path, pilots(payment_rule_tests=[other])).failed == 1


def test_a_scope_nobody_knows_is_named_and_not_guessed(tmp_path):
    test = {"reduction": 8.0, "scope": "regional", "expect": "payment"}
    assert answers(tmp_path, pilots(payment_rule_tests=[test])).skipped == {"unknown shape": 1}


@pytest.mark.parametrize(
    ("points", "words"), [(5.0, "full payment"), (4.9, "10% of core contract value repaid")]
)
def test_doncaster_repays_its_tenth_below_five_points(tmp_path, points, words):
    content = {
        "doncaster": {"target_pp": 5, "at_risk_pct_of_contract": 10, "cohort9_pp": points, "cohort9": words}
    }
    assert answers(tmp_path, content).passed == 2
    content["doncaster"]["cohort9"] = "something else"
    assert answers(tmp_path, content).failed == 1


def test_a_cohort_of_the_bond_nobody_has_seen_yet_is_reckoned(tmp_path):
    path = tmp_path / "bond.csv"
    columns = [
        "cohort",
        "reconvictions_per_100_treated",
        "reconvictions_per_100_comparison",
        "reduction_pct",
        "single_cohort_threshold_pct",
        "pooled_threshold_pct",
        "paid_on_own",
        "source",
    ]
    rows = [
        ["7", "135", "150", "10.0", "10", "7.5", "yes", "x"],
        ["8", "140", "150", "6.7", "10", "7.5", "yes", "x"],
    ]
    with path.open("w", newline="") as opened:
        csv.writer(opened).writerows([columns, *rows])
    report = run(path)
    assert report.passed == 1
    assert "paid" in report.failures[0].because[0]


def a_lab(**case):
    return {"cases": [{"name": "A charity", "n": 805, "treated_pct": 18, "control_pct": 23, **case}]}


@pytest.mark.parametrize(
    ("case", "holds"),
    [
        ({"significant": True, "published_range_pp": [2, 8]}, True),
        ({"significant": False}, False),
        ({"significant": True, "published_range_pp": [2, 9]}, False),
        ({"significant": True, "published_range_pp": [0, 10]}, False),
        (
            {
                "significant": True,
                "wording": "led to a reduction in re-offending of between 2 and 8 percentage points",
            },
            True,
        ),
        (
            {
                "significant": True,
                "wording": "led to a reduction in re-offending of between 3 and 8 percentage points",
            },
            False,
        ),
        ({"significant": True, "wording": "had no effect"}, False),
    ],
)
def test_a_published_result_is_reckoned_again_and_its_words_with_it(tmp_path, case, holds):
    assert (answers(tmp_path, a_lab(**case)).passed == 1) is holds


def test_a_published_range_may_differ_only_by_what_rounding_its_percentages_explains():
    case = {"n": 3085, "treated_pct": 19, "control_pct": 26}
    assert outcomes_published.reachable_range(case, [5, 8]) == [5, 8]
    assert outcomes_published.reachable_range(case, [3, 8]) == [6, 8]


def test_a_range_that_is_not_significant_reaches_below_nothing(tmp_path):
    """20 against 21: a reduction of 1 point, give or take 2.8."""
    case = {"treated_pct": 20, "control_pct": 21, "significant": False, "published_range_pp": [-2, 4]}
    assert answers(tmp_path, a_lab(**case)).passed == 1


def test_a_result_without_its_sizes_is_named_and_the_rest_still_run(tmp_path):
    content = a_lab(significant=True)
    content["cases"].append({"name": "Another", "treated_pct": 20, "significant": True})
    report = answers(tmp_path, content)
    assert (report.passed, report.skipped.total()) == (1, 1)


def test_a_cohort_given_only_by_its_rates_is_still_reckoned(tmp_path):
    cohort = {"per100_treated": 120, "per100_control": 150, "reduction_pct": 20.0, "weather": "fine"}
    report = answers(tmp_path, pilots(cohort3=cohort))
    assert (report.passed, report.failed, dict(report.skipped)) == (1, 0, {"unknown shape": 1})


@pytest.mark.shared
def test_counts_are_known_by_the_names_they_are_likely_to_have():
    sample = outcomes_compare.Sample(shared_path("data/recid-textbook/lalonde.csv"), outcomes_compare.FORMULA)
    reused = outcomes_compare.Matching(sample, "ratio2_replace")
    assert reused.answer("treated_matched") == 185
    assert reused.answer("unique_controls") == 125
    assert reused.answer("control_ess") == pytest.approx(55.11, abs=0.01)


def test_each_file_has_one_adapter_that_knows_it():
    for name in FILES:
        source = Source(shared_path(f"vectors/{name}"))
        assert sum(adapter.claims(source) for adapter in ADAPTERS) == 1
