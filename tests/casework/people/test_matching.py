"""The weight of evidence: each field by the published table, the sum by adding up, twins kept apart."""

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.records import MODEL, a_person, records
from support.shared import shared_path

from throughcare.casework.people.rules import Frequencies, standard_name, weigh
from throughcare.casework.people.rules.alike import edits, likeness
from throughcare.casework.people.rules.blocking import blocking_keys
from throughcare.casework.people.rules.comparing import REACHED
from throughcare.casework.people.rules.features import together
from throughcare.casework.people.rules.matching import look_like_twins

USUAL = Frequencies(MODEL)


def bits(one, other, comparison):
    return next(part.bits for part in weigh(one, other, USUAL).parts if part.comparison == comparison)


def test_every_weight_of_the_published_table_is_ours_to_three_places():
    with shared_path("vectors/other/person_match_splink_weights.csv").open() as file:
        published = list(csv.DictReader(file))
    ours = [(c, level) for c, levels in MODEL.comparisons.items() for level in levels]
    assert len(ours) == len(published)
    for row, (comparison, level) in zip(published, ours, strict=True):
        assert row["comparison"] == comparison
        if row["is_null"] == "True":
            assert level.weight == 0
        else:
            assert level.weight == pytest.approx(float(row["match_weight_bits"]), abs=0.0006)
            assert level.label == row["level"]


def test_every_comparison_of_the_model_is_made():
    assert REACHED.keys() == MODEL.comparisons.keys()


def test_the_prior_is_nearly_22_bits_against():
    assert MODEL.prior_bits == pytest.approx(-21.85, abs=0.01)


def test_the_thresholds_are_twenty_and_fourteen():
    assert (MODEL.join, MODEL.fracture, MODEL.twins) == (20, 14, -5)


@pytest.mark.parametrize(
    ("other", "comparison", "weight"),
    [
        (a_person(), "name_comparison", 17.061),
        (a_person(name="Jon Paul"), "name_comparison", 7.3),
        (a_person(name="Smith Paul", surname="John"), "name_comparison", 14.009),
        (a_person(name="Xavier", aliases=(standard_name("John", "Smith"),)), "name_comparison", 11.484),
        (a_person(name="Xavier", surname="Quigley"), "name_comparison", -7.906),
        (a_person(name="Xavier"), "name_comparison", 2.764),
        (a_person(surname="Quigley"), "name_comparison", -0.017),
        (a_person(), "date_of_birth_arr", 13.871),
        (a_person(born=date(1985, 1, 1), other_births=(date(1980, 5, 6),)), "date_of_birth_arr", 9.677),
        (a_person(born=date(1980, 5, 7)), "date_of_birth_arr", 3.286),
        (a_person(born=date(1983, 11, 29)), "date_of_birth_arr", -4.416),
        (a_person(born=date(1999, 11, 29)), "date_of_birth_arr", -8.58),
        (a_person(born=None), "date_of_birth_arr", 0),
        (a_person(), "name_2_std", 6.24),
        (a_person(name="John Pauk"), "name_2_std", 3.626),
        (a_person(name="John Xavier"), "name_2_std", -4.584),
        (a_person(name="John"), "name_2_std", 0),
    ],
)
def test_names_and_births_weigh_what_the_table_says(other, comparison, weight):
    assert bits(a_person(), other, comparison) == pytest.approx(weight, abs=0.001)


@pytest.mark.parametrize(
    ("mine", "theirs", "weight"),
    [
        (
            {"pnc": "2008/0056560Z", "cro": "265416/21G"},
            {"pnc": "2008/0056560Z", "cro": "265416/21G"},
            29.897,
        ),
        ({"pnc": "2008/0056560Z"}, {"pnc": "2008/0056560Z"}, 21.582),
        ({"cro": "265416/21G"}, {"cro": "265416/21G"}, 21.794),
        ({"pnc": "2008/0056560Z"}, {"cro": "056560/08Z"}, 14.534),
        ({"pnc": "2008/0056560Z"}, {"pnc": "2008/9056560Z"}, 14.534),
        ({"pnc": "2008/0056560Z", "cro": "265416/21G"}, {"pnc": "1999/0000001A", "cro": "000002/99B"}, -14),
        ({"pnc": "2008/0056560Z"}, {"pnc": "1999/0000001A"}, -10),
        ({"pnc": "2008/0056560Z"}, {"cro": "000002/99B"}, 0),
        ({"pnc": "2008/0056560Z"}, {}, 0),
    ],
)
def test_numbers_weigh_what_the_table_says(mine, theirs, weight):
    assert bits(a_person(**mine), a_person(**theirs), "id_comparison") == pytest.approx(weight, abs=0.001)


@pytest.mark.parametrize(
    ("mine", "theirs", "weight"),
    [([0], [0], 10.897), ([0, 9], [0], 9.382), (range(5), range(5), 8.257), (range(8), range(8), 7.334),
     ([0], [14], 1.013), ([0], [15], -0.752), ([], [0], 0)],
)  # fmt: skip
def test_days_of_sentence_weigh_what_the_table_says(mine, theirs, weight):
    one, other = (
        a_person(sentenced=tuple(date(2024, 1, 1) + timedelta(days=n) for n in offsets))
        for offsets in (mine, theirs)
    )
    assert bits(one, other, "sentence_date_arr") == pytest.approx(weight, abs=0.001)


@pytest.mark.parametrize(
    ("mine", "theirs", "weight"),
    [
        ("TS1 2AB", "TS1 2AB", 15.056),
        ("TS1 2AB", "TS1 4XY", 5.254),
        ("TS1 2AB", "DL1 1AA", -2.323),
        ("NF1 1NF", "TS1 2AB", 0),
    ],
)
def test_postcodes_weigh_what_the_table_says(mine, theirs, weight):
    assert bits(a_person(postcodes=(mine,)), a_person(postcodes=(theirs,)), "postcode_arr") == pytest.approx(
        weight, abs=0.001
    )


def test_a_crowded_postcode_says_less_than_a_rare_one():
    crowded = Frequencies(MODEL, 250_000, {"postcode": {"TS1 2AB": 500, "TS9 9ZZ": 1}})
    here, there = (
        weigh(a_person(postcodes=(p,)), a_person(postcodes=(p,)), crowded).bits
        for p in ("TS1 2AB", "TS9 9ZZ")
    )
    assert here < there


def test_a_common_name_says_less_than_a_rare_one():
    counted = Frequencies(
        MODEL, 250_000, {"first_and_last_name_std": {"JOHN SMITH": 900, "ZEBEDEE QUIGLEY": 1}}
    )
    common = weigh(a_person(), a_person(), counted).parts[0]
    rare = weigh(
        a_person(name="Zebedee", surname="Quigley"), a_person(name="Zebedee", surname="Quigley"), counted
    ).parts[0]
    assert common.rarity_bits < -5 < 0 < rare.rarity_bits


def test_with_nothing_counted_no_weight_is_adjusted():
    assert all(part.rarity_bits == pytest.approx(0) for part in weigh(a_person(), a_person(), USUAL).parts)


@given(records(), records())
def test_weighing_is_the_same_whichever_comes_first(one, other):
    assert weigh(one, other, USUAL).bits == pytest.approx(weigh(other, one, USUAL).bits)


@given(records(), records())
def test_the_parts_add_up(one, other):
    weighing = weigh(one, other, USUAL)
    assert weighing.evidence == pytest.approx(
        MODEL.prior_bits + sum(p.bits + p.rarity_bits for p in weighing.parts)
    )


@given(records())
def test_nobody_is_their_own_twin(one):
    assert not look_like_twins(one, one, MODEL)


HOME = {"surname": "Smith", "postcodes": ("TS1 2AB",)}


@pytest.mark.parametrize(
    ("one", "other", "twins"),
    [
        (a_person(name="Ada", **HOME), a_person(name="Brigid", **HOME), True),
        (a_person(name="Ada", **HOME), a_person(name="Adah", **HOME), False),
        (a_person(name="Marco", pnc="1/2", **HOME), a_person(name="Marcos", pnc="3/4", **HOME), True),
        (a_person(name="Ada", pnc="1/2", **HOME), a_person(name="Brigid", pnc="1/2", **HOME), False),
        (
            a_person(name="Ada", master_defendant="m", **HOME),
            a_person(name="Brigid", master_defendant="m", **HOME),
            False,
        ),
        (a_person(name="Ada", **HOME), a_person(name="Brigid", surname="Smith"), False),
        (
            a_person(name="Ada", **HOME),
            a_person(name="Brigid", surname="Jones", postcodes=("TS1 2AB",)),
            False,
        ),
        (a_person(name="Ada", **HOME), a_person(name="Brigid", born=date(1980, 5, 7), **HOME), False),
        (a_person(name="", **HOME), a_person(name="Brigid", **HOME), False),
        (
            a_person(name="Ada", aliases=(standard_name("Brigid", "X"),), **HOME),
            a_person(name="Brigid", **HOME),
            False,
        ),
    ],
)
def test_twins_are_told_by_every_sign_together(one, other, twins):
    assert look_like_twins(one, other, MODEL) is twins
    assert (weigh(one, other, USUAL).bits == -5) is twins


@given(records("a"), records("b"))
@settings(max_examples=200)
def test_a_pair_that_reaches_joining_is_always_found_by_a_key(one, other):
    """But for pairs whose every strong field is an alias or crossed, which the authors' rules leave out too."""
    strong = one.born == other.born and one.name.first and one.name == other.name and one.born
    if strong or (one.pnc and one.pnc == other.pnc) or (one.cro and one.cro == other.cro):
        assert set(blocking_keys(one)) & set(blocking_keys(other))


def test_names_turned_round_share_a_key():
    one, other = a_person(name="Ali", surname="Omar"), a_person(name="Omar", surname="Ali")
    assert set(blocking_keys(one)) & set(blocking_keys(other))


@given(records())
def test_keys_are_in_order_each_once_and_64_bits(one):
    keys = blocking_keys(one)
    assert list(keys) == sorted(set(keys))
    assert len(keys) <= 140
    assert all(-(2**63) <= key < 2**63 for key in keys)


@given(records(), records())
def test_what_is_known_together_holds_both(known, arrived):
    both = together(known, arrived)
    assert set(both.postcodes) == {*known.postcodes, *arrived.postcodes}
    assert both.name == known.name
    assert together(both, arrived) == both


def test_a_guessed_birthday_among_aliases_is_left_out():
    assert a_person(other_births=(date(1979, 1, 1), date(1979, 2, 1))).births == (
        date(1980, 5, 6),
        date(1979, 2, 1),
    )


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("MARTHA", "MARHTA", 0.9611),
        ("DWAYNE", "DUANE", 0.84),
        ("DIXON", "DICKSONX", 0.8133),
        ("A", "A", 1),
        ("A", "B", 0),
        ("", "", 1),
        ("", "A", 0),
    ],
)
def test_likeness_gives_the_published_examples(one, other, alike):
    assert likeness(one, other) == pytest.approx(alike, abs=0.0001)


@pytest.mark.parametrize(
    ("one", "other", "n"), [("KITTEN", "SITTING", 3), ("", "AB", 2), ("AB", "AB", 0), ("00506", "00507", 1)]
)
def test_edits_are_counted(one, other, n):
    assert edits(one, other) == n


words = st.text(alphabet="ABCDE", max_size=9)


@given(words, words)
def test_likeness_lies_between_none_and_all_and_only_equals_reach_one(one, other):
    alike = likeness(one, other)
    assert 0 <= alike <= 1
    assert (one == other) <= (alike == 1)


@given(words, words, words)
def test_edits_are_a_distance(one, other, third):
    assert edits(one, other) == edits(other, one)
    assert (edits(one, other) == 0) == (one == other)
    assert edits(one, third) <= edits(one, other) + edits(other, third)
