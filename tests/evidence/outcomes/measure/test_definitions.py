"""Definitions are dated, labelled and sourced data; a bad one is refused by the rule at fault."""

from datetime import date

import pytest
import yaml

from throughcare.evidence.outcomes.measure.breaks import break_between
from throughcare.evidence.outcomes.measure.definition import (
    PACKAGED,
    Claims,
    Label,
    Takes,
    Unit,
    definition,
    definition_on,
    definitions,
    read_definition,
)
from throughcare.foundation.kernel import NoEdition, Refused


def written(name="scotland", **changes):
    text = yaml.safe_load((PACKAGED / f"{name}.yaml").read_text())
    for rule, value in changes.items():
        text["rules"][rule]["value"] = value
    return text


def test_the_official_ways_and_the_pilots_are_there():
    assert set(definitions()) == {
        "england-and-wales-three-month",
        "england-and-wales-annual",
        "scotland",
        "northern-ireland",
        "peterborough",
        "return-to-prison",
    }


@pytest.mark.parametrize("name", sorted(definitions()))
def test_every_rule_says_where_it_comes_from_and_whether_anybody_checked(name):
    one = definitions()[name]
    assert all(rule.source.strip() and rule.label in Label for rule in one.rules.values())
    assert one.tells and one.cannot_tell
    assert set(one.assumed) == {n for n, rule in one.rules.items() if rule.label is Label.ASSUMED}


def test_the_boundaries_that_could_not_be_read_are_labelled_assumed():
    edges = {"day_0_counts", "last_day_counts", "month_end"}
    assert edges <= set(definitions()["england-and-wales-three-month"].assumed)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2015, 9, 30), "england-and-wales-annual"),
        (date(2015, 10, 1), "england-and-wales-three-month"),
    ],
)
def test_england_and_wales_changes_its_way_of_counting_in_october_2015(day, name):
    assert definition_on("england-and-wales", day).name == name


def test_no_definition_is_guessed_for_a_day_that_none_covers():
    with pytest.raises(NoEdition):
        definition_on("england-and-wales", date(1999, 1, 1))


def test_the_units_that_must_not_be_mixed_are_told_apart():
    ways = definitions()
    assert ways["england-and-wales-three-month"].unit is Unit.OFFENCE
    assert ways["peterborough"].unit is Unit.COURT_OCCASION
    assert ways["return-to-prison"].unit is Unit.RETURN
    assert ways["return-to-prison"].claims is Claims.LATEST
    assert ways["return-to-prison"].takes is Takes.EVERY_EVENT


def test_a_user_s_own_definition_is_read_from_a_file(tmp_path):
    own = written("england-and-wales-annual", follow_up="24 months", proven_within="30 months")
    own["name"] = "two-years"
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(own))
    assert str(definition(tmp_path / "own.yaml").follow_up) == "24 months"
    assert break_between(definition("england-and-wales-annual"), definition(tmp_path / "own.yaml"))


def test_an_unknown_definition_is_refused_with_the_names_there_are():
    with pytest.raises(Refused, match="scotland"):
        definition("wessex")


@pytest.mark.parametrize(
    ("rule", "value", "words"),
    [
        ("follow_up", "one year", "follow_up cannot be"),
        ("unit", "hunch", "unit cannot be"),
        ("cohort_months", 5, "divides a year"),
        ("proven_within", "6 months", "no shorter"),
        ("proven_within", "400 days", "unit of follow_up"),
        ("proven_within", "does_not_apply", "does_not_apply to returns"),
        ("headline_frequency", "per_head", "per_person"),
        ("month_end", "never", "month_end cannot be"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_name(rule, value, words):
    with pytest.raises(Refused, match=words):
        read_definition(written(**{rule: value}))


def test_a_rule_without_label_or_source_is_refused():
    own = written()
    del own["rules"]["unit"]["source"]
    with pytest.raises(Refused, match="unit needs a value, a label"):
        read_definition(own)


def test_a_missing_or_unknown_rule_is_refused():
    lacking, strange = written(), written()
    del lacking["rules"]["claims"]
    strange["rules"]["colour"] = {"value": 1, "label": "assumed", "source": "nowhere"}
    with pytest.raises(Refused, match="lacks the rule claims"):
        read_definition(lacking)
    with pytest.raises(Refused, match="no such rule: colour"):
        read_definition(strange)


def test_an_interim_look_shortens_follow_up_and_proof_and_is_not_comparable():
    final = definitions()["england-and-wales-annual"]
    early, late = final.interim(8), final.interim(15)
    assert (str(early.follow_up), str(early.proven_within)) == ("8 months", "8 months")
    assert (str(late.follow_up), str(late.proven_within)) == ("12 months", "15 months")
    assert break_between(final, early) is not None
    with pytest.raises(Refused, match="1 to 18 months"):
        final.interim(19)


def test_a_break_names_the_rules_that_differ():
    ways = definitions()
    found = break_between(ways["england-and-wales-annual"], ways["england-and-wales-three-month"])
    assert found is not None and found.differing == ("cohort_months",)
    assert "not comparable" in str(found)
    assert break_between(ways["scotland"], ways["scotland"]) is None
