"""Numbers are taken in any usual spelling, kept in one, and refused when they cannot be right."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.people.rules import CheckLetter, IdentifierKind, NotANumber, recognise
from throughcare.casework.people.rules.identifiers import CHECK_LETTERS, check_letter
from throughcare.foundation.kernel import Refused

ON = date(2026, 11, 29)
years, serials = st.integers(1930, 2026), st.integers(1, 9_999_999)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2008/0056560Z", "2008/0056560Z"),
        ("08/56560Z", "2008/0056560Z"),
        ("2008/56560z", "2008/0056560Z"),
        (" 20080056560Z ", "2008/0056560Z"),
    ],
)
def test_a_pnc_is_kept_with_its_whole_year_and_seven_digits(written, kept):
    assert recognise(IdentifierKind.PNC, written).value == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [("265416/21G", "265416/21G"), ("SF05/482703J", "SF05/482703J"), ("sf05/482703j", "SF05/482703J")],
)
def test_a_cro_is_kept_in_its_two_spellings(written, kept):
    found = recognise(IdentifierKind.CRO, written)
    assert (found.value, found.check) == (kept, CheckLetter.HOLDS)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (IdentifierKind.PNC, "2008/0056560A"),
        (IdentifierKind.PNC, "2008/00565600Z"),
        (IdentifierKind.PNC, "1808/0056560Z"),
        (IdentifierKind.PNC, "٢٠٠٨/0056560Z"),
        (IdentifierKind.PNC, ""),
        (IdentifierKind.CRO, "265416/21H"),
        (IdentifierKind.CRO, "SF05/482703K"),
        (IdentifierKind.PRISON_NUMBER, "A1234A"),
        (IdentifierKind.PRISON_NUMBER, "11234AA"),
        (IdentifierKind.PRISON_NUMBER, "A1234AA'; DROP TABLE people_person"),
        (IdentifierKind.COURT_DEFENDANT, "not-an-id"),
        (IdentifierKind.NATIONAL_INSURANCE, "BG123456A"),
        (IdentifierKind.NATIONAL_INSURANCE, "QQ123456E"),
        (IdentifierKind.CASE_REFERENCE, "X12345"),
    ],
)
def test_what_cannot_be_a_number_is_refused_under_its_field(kind, written):
    with pytest.raises(Refused, match=f"This is not a {kind.words}") as refusal:
        recognise(kind, written)
    assert refusal.value.field == kind.value


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        (IdentifierKind.PRISON_NUMBER, "a1234aa", "A1234AA"),
        (IdentifierKind.NATIONAL_INSURANCE, "AB 12 34 56 C", "AB123456C"),
        (IdentifierKind.CASE_REFERENCE, "x123456", "X123456"),
        (
            IdentifierKind.COURT_DEFENDANT,
            "0D6D17F24A334AA5B3E2B3C2B9D5C6E7",
            "0d6d17f2-4a33-4aa5-b3e2-b3c2b9d5c6e7",
        ),
    ],
)
def test_numbers_without_a_check_letter_say_so(kind, written, kept):
    found = recognise(kind, written)
    assert (found.value, found.check) == (kept, CheckLetter.HAS_NONE)


def test_a_refusal_says_which_letter_was_expected():
    with pytest.raises(Refused, match="last letter should be Z"):
        recognise(IdentifierKind.PNC, "2008/0056560A")


@given(years, serials)
def test_every_pnc_with_its_letter_is_kept_and_stays_as_it_is(year, serial):
    written = f"{year}/{serial:07}{check_letter(year, serial, width=7)}"
    kept = recognise(IdentifierKind.PNC, written)
    assert kept.value == written
    assert recognise(IdentifierKind.PNC, kept.value) == kept


@given(years, serials)
def test_short_and_long_years_are_one_number(year, serial):
    letter = check_letter(year, serial, width=7)
    if year <= ON.year - 100:
        return  # two digits are of the last hundred years
    long, short = (recognise(IdentifierKind.PNC, f"{y}/{serial}{letter}") for y in (year, f"{year % 100:02}"))
    assert long == short


@given(years, serials, st.sampled_from(CHECK_LETTERS))
def test_only_the_right_letter_passes(year, serial, letter):
    written = f"{year}/{serial:07}{letter}"
    if letter == check_letter(year, serial, width=7):
        assert recognise(IdentifierKind.PNC, written).value == written
    else:
        with pytest.raises(Refused):
            recognise(IdentifierKind.PNC, written)


@given(years, serials, st.integers(0, 6), st.integers(1, 9))
def test_one_mistyped_digit_is_always_caught(year, serial, place, change):
    letter = check_letter(year, serial, width=7)
    digits = list(f"{serial:07}")
    digits[place] = str((int(digits[place]) + change) % 10)
    with pytest.raises(Refused):
        recognise(IdentifierKind.PNC, f"{year}/{''.join(digits)}{letter}")


@given(st.integers(0, 99), st.integers(1, 999_999))
def test_every_cro_with_its_letter_is_kept(year, serial):
    written = f"{serial:06}/{year:02}{check_letter(year, serial, width=6)}"
    assert recognise(IdentifierKind.CRO, written).value == written


@given(st.sampled_from(IdentifierKind), st.text(max_size=30))
def test_anything_at_all_is_kept_or_refused(kind, written):
    try:
        kept = recognise(kind, written)
    except Refused:
        return
    assert recognise(kind, kept.value) == kept


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("190234567C", "2019/0234567C"), ("191234567J", "2019/1234567J"), ("19234567C", "2019/0234567C"),
        ("20123456V", "2020/0123456V"), ("2056560G", "2020/0056560G"), ("201956560Z", "2020/1956560Z"),
        ("20080056560Z", "2008/0056560Z"), ("0856560Z", "2008/0056560Z"),
    ],
)  # fmt: skip
def test_a_pnc_without_its_stroke_is_the_one_reading_whose_letter_holds_and_whose_year_can_be(written, right):
    assert recognise(IdentifierKind.PNC, written, on=ON).value == right


@given(years, serials)
def test_a_pnc_without_its_stroke_is_read_right_or_asked_about_but_never_another_number(year, serial):
    letter = check_letter(year, serial, width=7)
    for written in (
        f"{year}{serial:07}{letter}",
        f"{year % 100:02}{serial:07}{letter}",
        f"{year}{serial}{letter}",
    ):
        if year <= ON.year - 100 and not written.startswith(str(year)):
            continue
        try:
            assert recognise(IdentifierKind.PNC, written, on=ON).value == f"{year}/{serial:07}{letter}"
        except Refused as refusal:
            assert "could be" in refusal.because and f"{year}/{serial:07}{letter}" in refusal.because


@given(st.integers(0, 99), serials)
def test_two_digits_of_a_year_are_never_of_a_year_to_come(short, serial):
    written = f"{short:02}/{serial:07}{check_letter(short, serial, width=7)}"
    try:
        kept = recognise(IdentifierKind.PNC, written, on=ON).value
    except Refused as refusal:
        assert "its year cannot be" in refusal.because
    else:
        assert 1930 <= int(kept[:4]) <= ON.year


@pytest.mark.parametrize("year", [2027, 2049, 2099, 1929, 1902, 1808])
def test_a_year_that_cannot_be_is_refused(year):
    with pytest.raises(Refused, match=f"year cannot be {year}"):
        recognise(IdentifierKind.PNC, f"{year}/0056560{check_letter(year, 56560, width=7)}", on=ON)


NOUGHT_LETTER = check_letter(0, 0, width=7)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (IdentifierKind.PNC, f"2000/0000000{NOUGHT_LETTER}"),
        (IdentifierKind.PNC, f"08/0{check_letter(8, 0, width=7)}"),
        (IdentifierKind.CRO, "000000/00Z"),
        (IdentifierKind.CRO, f"SF00/0{NOUGHT_LETTER}"),
        (IdentifierKind.PRISON_NUMBER, "A0000AA"),
        (IdentifierKind.NHS, "0000000000"),
        (IdentifierKind.NHS, "999 999 9999"),
        (IdentifierKind.COURT_DEFENDANT, "00000000-0000-0000-0000-000000000000"),
        *(
            (kind, said)
            for kind in IdentifierKind
            for said in ("NONE", "0000", "not known", "N/K", "-", "xxxx", "n/a")
        ),
    ],
)
def test_what_stands_for_not_known_is_told_from_a_number(kind, written):
    with pytest.raises(NotANumber):
        recognise(kind, written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("26541621G", "265416/21G"),
        ("CRO 265416/21G", "265416/21G"),
        ("265416-21G", "265416/21G"),
        ("SF05482703J", "SF05/482703J"),
    ],
)
def test_a_cro_is_read_however_it_is_parted(written, kept):
    assert recognise(IdentifierKind.CRO, written).value == kept


@pytest.mark.parametrize("written", ["943 476 5919", "943-476-5919", "9434765919"])
def test_an_nhs_number_is_kept_as_ten_digits(written):
    assert recognise(IdentifierKind.NHS, written).value == "9434765919"


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_digit_of_an_nhs_number_is_always_caught(place, change):
    digits = list("9434765919")
    digits[place] = str((int(digits[place]) + change) % 10)
    with pytest.raises(Refused):
        recognise(IdentifierKind.NHS, "".join(digits))
