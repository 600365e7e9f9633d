"""Ids are asked for as one array: the same rows as Django's list of them, by one text whatever how many."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from support.people import an_office, joins

from throughcare.foundation.access.among import Among, RelatedAmong, ask_for_ids_as_arrays
from throughcare.foundation.access.models import Membership, Organisation, Unit
from throughcare.foundation.kernel import new_id

OWNED = Membership.objects.using("owner")


@pytest.fixture(scope="module")
def office(database):
    made = an_office()
    joins(made.unit, "analyst")
    return made


def text_of(question) -> str:
    return question.query.sql_with_params()[0]


def test_one_id_and_a_thousand_are_one_text():
    texts = {text_of(OWNED.filter(id__in=[new_id() for _ in range(many)])) for many in (1, 2, 1000)}
    assert len(texts) == 1 and " = ANY (%s)" in texts.pop()


def test_the_same_rows_come_by_ids_by_keys_across_tables_and_by_rows(office):
    ours = set(OWNED.filter(unit=office.unit))
    assert len(ours) > 1
    unit = Unit.objects.using("owner").get(id=office.unit)
    for found in (
        OWNED.filter(id__in=[one.id for one in ours]), OWNED.filter(unit__in=[office.unit, new_id()]), OWNED.filter(unit__in=[unit]),
        OWNED.filter(unit_id__in={office.unit: "a key"}), OWNED.filter(unit__organisation__in=[str(office.organisation)]),
        OWNED.filter(unit__in=Unit.objects.using("owner").filter(id=office.unit)),
    ):  # fmt: skip
        assert set(found) == ours


def test_none_among_them_finds_and_leaves_out_what_it_did_and_no_ids_find_nothing_without_asking(office):
    ours = {one.id for one in OWNED.filter(unit=office.unit)}
    assert {one.id for one in OWNED.filter(id__in=[*ours, None])} == ours
    assert not ours & {one.id for one in OWNED.exclude(id__in=[*ours, None])}
    with CaptureQueriesContext(connection) as asked:
        assert list(Organisation.objects.filter(id__in=[])) == []
    assert len(asked) == 0


def test_words_are_asked_for_as_before_and_what_is_another_questions_stays_one():
    assert " IN (" in text_of(OWNED.filter(role__in=["analyst", "inspector"]))
    assert "SELECT" in text_of(OWNED.filter(unit__in=Unit.objects.all()).order_by())[10:]
    ask_for_ids_as_arrays()
    assert {Among.lookup_name, RelatedAmong.lookup_name} == {"in"}
