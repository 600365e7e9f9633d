"""What of the person a row describes is kept, what is asked about, and what only stands for "not known"."""

from datetime import date

import pytest
from support.service import a_result

from throughcare.casework.courts.rules import ResultRow, read_row
from throughcare.casework.courts.rules.defendants import is_nobodys, person_in
from throughcare.casework.people.rules import IdentifierKind

TODAY = date(2026, 11, 20)


def described(**fields):
    row = read_row(7, a_result(**fields), today=TODAY)
    assert isinstance(row, ResultRow)
    record, doubts = person_in(row)
    return record, {doubt.field: doubt.because for doubt in doubts}


@pytest.mark.parametrize(
    ("kind", "written", "nobodys"),
    [
        (IdentifierKind.PNC, "not known", True),
        (IdentifierKind.PNC, "2000/0000000H", True),
        (IdentifierKind.PNC, "2000-0000000H", True),
        (IdentifierKind.PNC, "0000/0000001H", False),
        (IdentifierKind.PNC, "2008/0056560Z", False),
        (IdentifierKind.PNC, "0000000H", False),
        (IdentifierKind.PNC, "2000/0000000/H", False),
        (IdentifierKind.CRO, "000000/61X", True),
        (IdentifierKind.CRO, "123456/00X", False),
        (IdentifierKind.CRO, "SF00/123456X", False),
        (IdentifierKind.CRO, "SF61/000000X", True),
        (IdentifierKind.CRO, "SF61/ABC", False),
    ],
)
def test_a_number_whose_serial_is_nought_is_nobodys_wherever_its_serial_stands(kind, written, nobodys):
    assert is_nobodys(kind, written) is nobodys


@pytest.mark.parametrize(
    ("phone", "kept", "asked"),
    [
        ("01642 000000", True, False),
        ("", False, False),
        ("not known", False, False),
        ("ask his mother", False, True),
    ],
)
def test_a_telephone_is_kept_where_it_is_one_and_asked_about_where_it_is_none(phone, kept, asked):
    record, doubts = described(phone=phone)
    assert bool(record.phone) is kept
    assert ("phone" in doubts) is asked


@pytest.mark.parametrize(
    ("postcode", "address", "home", "asked"),
    [
        ("TS1 2AB", "1 High Street", ("TS1 2AB", "1 High Street"), ""),
        ("TS1 2AB", "", ("TS1 2AB", ""), ""),
        ("not known", "1 High Street", ("", "1 High Street"), ""),
        ("not known", "", None, ""),
        ("", "", None, ""),
        ("NONSENSE", "1 High Street", ("", "1 High Street, NONSENSE"), "is not a postcode"),
        ("NONSENSE", "", ("", "NONSENSE"), "is not a postcode"),
        ("AB10 1AB", "", ("AB10 1AB", ""), ""),
        ("JE2 3AB", "", ("JE2 3AB", ""), "no area of England or Wales"),
        ("TS99 9ZZ", "1 High Street", ("", "1 High Street, TS99 9ZZ"), "no postcode district TS99"),
    ],
)
def test_a_home_is_what_the_court_wrote_of_it(postcode, address, home, asked):
    record, doubts = described(postcode=postcode, address=address)
    assert (record.home and (record.home.postcode, record.home.lines)) == home
    assert doubts.get("postcode", "").startswith(asked) and bool(doubts.get("postcode")) == bool(asked)


def test_whoever_has_no_home_has_none_and_an_address_beside_it_is_kept():
    record, _ = described(postcode="NFA", address="c/o the shelter")
    assert (record.home.no_fixed_abode, record.home.lines, record.home.postcode) == (
        True,
        "c/o the shelter",
        "",
    )
    record, _ = described(postcode="TS1 2AB", address="no fixed abode")
    assert (record.home.no_fixed_abode, record.home.lines) == (True, "")


@pytest.mark.parametrize(
    ("length", "minimum", "fault"),
    [("14", "14 years", False), ("14", "", False), ("", "14 years", False), ("14", "15 years", True)],
)
def test_a_life_sentence_has_one_minimum_however_it_is_written(length, minimum, fault):
    fields = a_result(
        sentence_kind="life sentence", sentence_length=length, sentence_unit="years" if length else "",
        minimum_term=minimum, requirements="", custody_months="", hearing_date="2026-11-19",
    )  # fmt: skip
    found = read_row(7, fields, today=TODAY)
    assert isinstance(found, list) is fault
    if not fault:
        assert str(found.sentence.minimum) == "14 years" and found.sentence.length is None
