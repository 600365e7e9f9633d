"""Merging, parting and keeping apart by command, as whoever may and about whom they see."""

from uuid import UUID

import pytest
from support.people import a_record, an_office, joins, record
from typer.testing import CliRunner

from throughcare.casework.people.models import KeptApart, Merge
from throughcare.faces.people.console import app
from throughcare.foundation.access.models import Account
from throughcare.foundation.kernel import Refused


@pytest.fixture(scope="module")
def office():
    return an_office()


def said(member, *words):
    address = Account.objects.using("owner").get(id=member.account_id).email
    done = CliRunner().invoke(app, [*map(str, words), "--as", address, "--because", "one desk, two forms"])
    if done.exception:
        raise done.exception
    return done.output.strip()


def two(office):
    return [one.person_id for one in record(office, a_record(), a_record())]


def test_two_records_are_made_one_and_parted_again(office):
    one, other = two(office)
    merge = UUID(said(office.admin, "merge", one, other))
    assert Merge.objects.using("owner").get(id=merge).survivor_id == one
    assert UUID(said(office.admin, "part", merge)) == other
    assert Merge.objects.using("owner").get(id=merge).undone_at is not None


def test_what_is_ruled_never_one_is_not_merged_until_the_ruling_is_lifted(office):
    one, other = two(office)
    ruling = UUID(said(office.admin, "keep-apart", one, other))
    with pytest.raises(Refused, match="never one person"):
        said(office.admin, "merge", one, other)
    said(office.admin, "lift", ruling)
    assert KeptApart.objects.using("owner").get(id=ruling).lifted_at is not None
    UUID(said(office.admin, "merge", one, other))


def test_whoever_may_not_and_whoever_sees_them_not_are_refused(office):
    one, other = two(office)
    with pytest.raises(Refused, match="is no member who may"):
        said(joins(office.unit, "sentencer"), "merge", one, other)
    with pytest.raises(Refused, match="not yours to see"):
        said(an_office().admin, "merge", one, other)
