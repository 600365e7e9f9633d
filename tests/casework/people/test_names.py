"""Names written differently by different hands become comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.people.rules import standard_name
from throughcare.casework.people.rules.names import check_name, check_surname, standard_words
from throughcare.foundation.kernel import Refused


@pytest.mark.parametrize(
    ("forenames", "surname", "whole"),
    [
        ("Mr John", "Smith", "JOHN SMITH"),
        ("José María", "Núñez", "JOSE MARIA NUNEZ"),
        ("Anne-Marie", "Smith-Jones", "ANNE MARIE SMITH JONES"),
        ("sean", "o'brien", "SEAN OBRIEN"),
        ("Sean", "O’Brien", "SEAN OBRIEN"),
        ("Sean", "O Brien", "SEAN OBRIEN"),
        ("Ian", "Mc Donald", "IAN MCDONALD"),
        ("Ian", "Mac Donald", "IAN MACDONALD"),
        ("Łukasz", "Wałęsa", "LUKASZ WALESA"),
        ("Bjørn", "Åström", "BJORN ASTROM"),
        ("Jürgen", "Groß", "JURGEN GROSS"),
        ("", "Madonna", "MADONNA"),
        ("Dr. Ada", "Example", "ADA EXAMPLE"),
    ],
)
def test_a_name_has_one_spelling(forenames, surname, whole):
    assert standard_name(forenames, surname).whole == whole


def test_a_title_alone_is_a_forename():
    assert standard_name("Prince Sir", "Example").forenames == ("PRINCE", "SIR")
    assert standard_name("Lord", "Example").first == "LORD"


def test_a_particle_is_no_surname_of_its_own():
    assert standard_name("Ana", "de la Cruz").surnames == ("DE LA CRUZ", "CRUZ")
    assert standard_name("Omar", "El-Sayed").surnames == ("EL SAYED", "SAYED")


def test_each_half_of_a_double_surname_counts():
    assert standard_name("Ana", "Smith-Jones").surnames == ("SMITH JONES", "SMITH", "JONES")


def test_unknown_parts_are_none():
    name = standard_name("", "Example")
    assert (name.first, name.second) == (None, None)


@given(st.text(max_size=40), st.text(max_size=40))
def test_standardising_twice_changes_nothing(forenames, surname):
    once = standard_name(forenames, surname)
    again = standard_name(" ".join(once.forenames), once.surname)
    assert again.surname == once.surname
    assert again.forenames in (once.forenames, tuple(f for f in once.forenames))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéüñ' -", min_size=1, max_size=30))
def test_capitals_and_spaces_make_no_difference(surname):
    assert standard_name("A", surname) == standard_name("a", f"  {surname.upper()} ")


@given(st.text(max_size=60))
def test_words_are_capital_letters_only(written):
    for word in standard_words(written):
        assert word and word == word.upper()
        assert not any(c.isdigit() or c.isspace() or c in "'’-." for c in word)


@pytest.mark.parametrize("written", ["", "   ", "123", "'"])
def test_a_surname_needs_a_letter(written):
    with pytest.raises(Refused, match="at least one letter") as refusal:
        check_surname(written)
    assert refusal.value.field == "surname"


@pytest.mark.parametrize("written", ["Smi\x00th", "Smith\x07", "Sm\ud800ith"])
def test_control_characters_are_refused(written):
    with pytest.raises(Refused, match="control characters"):
        check_name(written, field="surname")


def test_a_name_too_long_is_refused_with_both_lengths():
    with pytest.raises(Refused, match="150 characters long; this one is 151"):
        check_name("x" * 151, field="forenames")


@pytest.mark.parametrize(
    "written",
    [
        "=cmd|' /C calc'!A0",
        "@SUM(A1)",
        "+Smith",
        "-Smith",
        "--",
        "<b>Smith</b>",
        "Robert'); DROP TABLE",
        "a{b}",
        "x\\y",
    ],
)
def test_a_formula_or_markup_is_no_name_and_is_refused_by_its_field(written):
    with pytest.raises(Refused, match="A name is letters") as refusal:
        check_name(written, field="surname")
    assert refusal.value.field == "surname"


@pytest.mark.parametrize(
    "written",
    ["O'Brien", "Smith-Jones", "St. John", "Robert (Bob)", 'John "Jack"', "D’Arcy", "Ng, Wei", "2nd Smith"],
)
def test_odd_but_real_names_are_kept_as_written(written):
    assert check_name(written, field="surname") == written


def test_a_name_is_kept_with_single_spaces_and_composed_letters():
    assert check_name("  Jose\u0301   Maria ", field="forenames") == "José Maria"
