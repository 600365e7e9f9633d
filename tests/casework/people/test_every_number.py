"""A person may bear several PNC and CRO numbers: the two that agree best are compared, whichever came first."""

from dataclasses import replace
from itertools import permutations, product

import pytest
from django.db import connections
from hypothesis import given
from support.people import NOW, a_name, a_pnc, a_record, an_office, as_worker, record
from support.records import MODEL, a_person, records

from throughcare.casework.people.actions import add_identifier
from throughcare.casework.people.rules import Frequencies, HomeRecord, IdentifierKind, Outcome, weigh
from throughcare.casework.people.rules.blocking import blocking_keys
from throughcare.casework.people.rules.features import together
from throughcare.casework.people.rules.frequency import counted
from throughcare.casework.people.rules.matching import look_like_twins
from throughcare.casework.people.rules.scoring import score_batch, splink_weights

USUAL = Frequencies(MODEL)
PNCS = ("2008/0056560Z", "2010/0265416X", "1999/0000001A")
CROS = ("265416/21G", "000001/99A")


def number_bits(one, other):
    [part] = [p for p in weigh(one, other, USUAL).parts if p.comparison == "id_comparison"]
    return part.total


@pytest.mark.parametrize("order", list(permutations(PNCS)))
def test_a_number_agrees_whichever_was_recorded_first(order):
    known = a_person("k", pnc=order[0], other_pncs=order[1:])
    for number in PNCS:
        assert number_bits(a_person(pnc=number), known) == pytest.approx(21.582, abs=0.001)


def test_two_numbers_that_both_agree_weigh_what_the_table_says_wherever_they_stand():
    known = a_person("k", pnc=PNCS[0], other_pncs=(PNCS[1],), cro=CROS[0], other_cros=(CROS[1],))
    for pnc, cro in product(PNCS[:2], CROS):
        assert number_bits(a_person(pnc=pnc, cro=cro), known) == pytest.approx(29.897, abs=0.001)


def test_numbers_none_of_which_agree_count_against_once_not_once_for_each():
    known = a_person("k", pnc=PNCS[0], other_pncs=(PNCS[1],))
    assert number_bits(a_person(pnc=PNCS[2]), known) == pytest.approx(-10, abs=0.001)


def test_one_number_alone_is_compared_as_the_published_table_does():
    one, other = a_person(pnc=PNCS[0]), a_person(pnc=PNCS[0], other_pncs=(PNCS[0],))
    assert other.readings == (other,)
    assert number_bits(one, other) == number_bits(one, a_person(pnc=PNCS[0]))


@given(records(), records())
def test_the_weight_of_two_records_is_that_of_the_readings_that_agree_best(one, other):
    best = max(weigh(a, b, USUAL).evidence for a, b in product(one.readings, other.readings))
    assert weigh(one, other, USUAL).evidence == pytest.approx(best, abs=1e-9)


@given(records(), records())
def test_another_number_never_makes_two_records_less_alike_when_they_shared_one(one, other):
    if one.pnc and one.pnc == other.pnc:
        more = replace(other, other_pncs=(*other.other_pncs, "2020/7777777A"))
        assert weigh(one, more, USUAL).evidence >= weigh(one, other, USUAL).evidence - 1e-9


@given(records())
def test_every_reading_has_at_most_one_number_of_each_kind_and_together_they_have_them_all(record_):
    readings = record_.readings
    assert all(not r.other_pncs and not r.other_cros for r in readings)
    assert {r.pnc for r in readings} - {None} == set(record_.pncs)
    assert {r.cro for r in readings} - {None} == set(record_.cros)
    assert len(readings) == max(1, len(record_.pncs)) * max(1, len(record_.cros))


@given(records(), records())
def test_joining_two_records_keeps_every_number_of_both_once(one, other):
    joined = together(one, other)
    assert list(joined.pncs) == list(dict.fromkeys((*one.pncs, *other.pncs)))
    assert list(joined.cros) == list(dict.fromkeys((*one.cros, *other.cros)))
    assert (joined.pnc or "") == (one.pnc or other.pnc or "")


@given(records())
def test_every_number_is_a_key_and_is_counted(record_):
    without = replace(record_, pnc=None, cro=None, other_pncs=(), other_cros=())
    keys = set(blocking_keys(record_)) - set(blocking_keys(without))
    assert len(keys) == len(record_.pncs) + len(record_.cros)
    assert set(counted([record_])["pnc_single"]) == set(record_.pncs)
    assert set(counted([record_])["cro_single"]) == set(record_.cros)


def test_a_shared_second_number_tells_twins_that_are_one():
    home = {"postcodes": ("TS1 2AB",)}
    one = a_person(name="Ada", pnc=PNCS[0], other_pncs=(PNCS[1],), **home)
    assert look_like_twins(a_person(name="Brigid", pnc=PNCS[2], **home), one, MODEL)
    assert not look_like_twins(a_person(name="Brigid", pnc=PNCS[1], **home), one, MODEL)


def test_the_batch_gives_one_link_for_two_records_however_many_numbers_they_bear():
    known = a_person("k", name="Xavier", surname="Quigley", born=None, pnc=PNCS[0], other_pncs=PNCS[1:], cro=CROS[0], other_cros=CROS[1:])  # fmt: skip
    come = a_person("c", pnc=PNCS[2], other_pncs=(PNCS[1],))
    [link] = splink_weights([come], [known], USUAL, at_least=None)
    assert (link.left, link.right) == ("c", "k")
    assert link.bits == pytest.approx(weigh(come, known, USUAL).evidence, abs=1e-6)


def test_a_batch_links_by_the_second_number_as_by_the_first():
    known = a_person("k", pnc=PNCS[0], other_pncs=(PNCS[1],))
    first, second = a_person("c", pnc=PNCS[0]), a_person("c", pnc=PNCS[1])
    [one], [other] = score_batch([first], [known], USUAL), score_batch([second], [known], USUAL)
    assert one.bits == pytest.approx(other.bits, abs=1e-6)


def a_stranger(**given):
    """A record alike in nothing but what is given."""
    return a_record(forenames=a_name(), home=HomeRecord("9 Elsewhere", "DL1 1AA"), **given)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_person_known_by_several_numbers_is_found_by_any_of_them(place):
    office, numbers, surname = an_office(), [a_pnc() for _ in range(3)], a_name()
    known = a_record(surname=surname, identifiers=tuple((IdentifierKind.PNC, n) for n in numbers))
    [first] = record(office, known)
    same = replace(known, ref="again", home=None, identifiers=((IdentifierKind.PNC, numbers[place]),))
    [again] = record(office, same)
    assert (again.person_id, again.outcome) == (first.person_id, Outcome.JOINED)


def test_a_number_that_a_later_record_brought_is_compared_from_then_on():
    office, surname, born = an_office(), a_name(), a_record().date_of_birth
    first_number, second_number = a_pnc(), a_pnc()
    base = a_record(surname=surname, date_of_birth=born, identifiers=((IdentifierKind.PNC, first_number),))
    [known] = record(office, base)
    both = tuple((IdentifierKind.PNC, n) for n in (first_number, second_number))
    record(office, replace(base, ref="both", identifiers=both))
    third = replace(base, ref="third", home=None, identifiers=both[1:])
    [again] = record(office, third)
    assert again.person_id == known.person_id


def test_a_number_added_by_hand_is_compared_from_then_on():
    office, number = an_office(), a_pnc()
    known = a_record()
    [first] = record(office, known)
    add_identifier(
        by=office.admin, at=NOW, person_id=first.person_id, kind=IdentifierKind.PNC, written=number
    )
    come = replace(known, ref="come", home=None, identifiers=((IdentifierKind.PNC, number),))
    [again] = record(office, come)
    assert again.person_id == first.person_id


def test_somebody_with_other_numbers_stays_another_person():
    office = an_office()
    [first] = record(office, a_record(identifiers=tuple((IdentifierKind.PNC, a_pnc()) for _ in range(3))))
    [other] = record(office, a_stranger(identifiers=tuple((IdentifierKind.PNC, a_pnc()) for _ in range(3))))
    assert other.person_id != first.person_id and other.outcome == Outcome.NEW


def test_how_common_a_number_is_counts_the_later_ones_too():
    office, number = an_office(), a_pnc()
    for _ in range(2):
        record(office, a_stranger(identifiers=((IdentifierKind.PNC, a_pnc()), (IdentifierKind.PNC, number))))
    with as_worker(), connections["default"].cursor() as cursor:
        from throughcare.foundation.access.session import viewing

        with viewing(office.court, NOW):
            cursor.execute("SELECT * FROM people_counts(%s::jsonb)", [f'{{"pnc_single": ["{number}"]}}'])
            counts = {(column, value): n for column, value, n in cursor.fetchall()}
    assert counts[("pnc_single", number)] >= 1
