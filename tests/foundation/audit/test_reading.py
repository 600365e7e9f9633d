"""Reading an organisation's audit: its own entries only, a page at a time, by an index however long the audit is."""

import pytest
from support.people import NOW, an_office, joins
from support.wall_world import superuser

from throughcare.foundation.access.actions import record_unit
from throughcare.foundation.access.models import Organisation
from throughcare.foundation.access.queries import done_here
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit import ledger
from throughcare.foundation.kernel import Refused, new_id

MANY = """INSERT INTO audit_entry (id, at, kind, act, organisation_id, member_id, role, people, subject, because, txid)
  SELECT gen_random_uuid(), now(), CASE WHEN n %% 500 = 0 THEN 'refused' ELSE 'did' END, 'look at people',
    CASE WHEN n %% 1000 < 3 THEN %s::uuid ELSE gen_random_uuid() END, gen_random_uuid(), '', '{}', '{}', '', 1
    FROM generate_series(1, 60000) n"""


@pytest.fixture
def crowded(database):
    """A superuser's connection to a ledger in which the viewer's organisation is one of many; undone afterwards."""
    office = an_office()
    reader = joins(office.unit, "inspector")
    with superuser(database.access, database.name) as c:
        c.execute(MANY, [office.organisation])
        c.execute("ANALYZE audit_entry")
        c.execute("SELECT access_open_session(%s, %s)", [reader.id, NOW])
        yield c
        c.rollback()


def plans_of(c, sql):
    """The plan of every statement that a query runs, those inside functions too."""
    said = []
    c.add_notice_handler(lambda notice: said.append(notice.message_primary))
    c.execute("LOAD 'auto_explain'")
    c.execute("SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on")
    c.execute("SET client_min_messages = log")
    c.execute(sql).fetchall()
    c.execute("SET client_min_messages = warning")
    return "\n".join(said)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ("('', NULL, NULL, 50)", "entry_organisation"),
        ("('', NULL, '7fffffff-ffff-ffff-ffff-ffffffffffff', 50)", "entry_organisation"),
        ("('refused', NULL, NULL, 50)", "entry_organisation"),
    ],
)
def test_a_page_of_the_audit_is_read_by_an_index_of_the_organisation(crowded, asked, index):
    plan = plans_of(crowded, f"SELECT * FROM audit_done_here{asked}")
    assert f"using {index}" in plan or f"on {index}" in plan
    assert "Seq Scan on audit_entry" not in plan


def entries(office, kinds, by):
    with viewing(by, NOW):
        for kind in kinds:
            ledger.enter(kind, "look at people", who=who_of(by), at=NOW, because="a test")


def who_of(member):
    return ledger.Who(member.id, member.unit_id, member.organisation_id, member.role)


def test_an_audit_is_read_page_by_page_without_losing_or_repeating_an_entry():
    office = an_office()
    reader = joins(office.unit, "inspector")
    entries(office, ["did", "looked", "refused", "did", "failed", "looked", "did"], office.manager)
    with viewing(reader, NOW):
        whole = [row.id for row in done_here(most=200)]
        pages, before = [], None
        while page := done_here(before=before, most=2):
            pages += [row.id for row in page]
            before = page[-1].id
    assert pages == whole
    assert len(whole) == len(set(whole)) == 7


@pytest.mark.parametrize("kind", ["did", "looked", "refused", "failed"])
def test_one_kind_is_read_alone(kind):
    office = an_office()
    reader = joins(office.unit, "inspector")
    entries(office, ["did", "looked", "refused", "failed"], office.manager)
    with viewing(reader, NOW):
        assert [row.kind for row in done_here(kind=kind)] == [kind]


def test_one_members_entries_are_read_alone():
    office = an_office()
    reader = joins(office.unit, "inspector")
    entries(office, ["did"], office.manager)
    entries(office, ["looked", "did"], office.court)
    with viewing(reader, NOW):
        assert {row.member_id for row in done_here(member_id=office.court.id)} == {office.court.id}
        assert len(done_here(member_id=office.court.id)) == 2
        assert done_here(member_id=new_id()) == []


def test_another_organisations_entries_are_never_read():
    office, elsewhere = an_office(), an_office()
    entries(elsewhere, ["did", "refused"], elsewhere.manager)
    with viewing(joins(office.unit, "inspector"), NOW):
        assert done_here(most=200) == []


def test_whoever_may_not_read_the_audit_reads_nothing():
    office = an_office()
    entries(office, ["did"], office.manager)
    with viewing(office.manager, NOW):
        assert done_here() == []


def test_a_refusal_is_in_the_audit_of_the_organisation_of_whoever_was_refused():
    office = an_office()
    with pytest.raises(Refused):
        record_unit(by=office.manager, at=NOW, organisation_id=office.organisation, name="x", kind="team")
    with viewing(joins(office.unit, "inspector"), NOW):
        [row] = done_here(kind="refused")
    assert row.member_id == office.manager.id
    assert "may not administer organisations" in row.because
    assert Organisation.objects.filter(id=office.organisation).exists()


def test_never_more_than_two_hundred_entries_are_read_at_once():
    office = an_office()
    reader = joins(office.unit, "inspector")
    entries(office, ["did"] * 205, office.manager)
    with viewing(reader, NOW):
        assert len(done_here(most=10_000)) == 200
