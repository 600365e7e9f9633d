"""A corrected result waits beside the recorded one; accepted, it takes its place, and what followed is worked out again."""

import re

import pytest
from django.db import ProgrammingError
from support.court_files import bring_in
from support.people import as_worker, joins
from support.service import NOW, a_result, a_service, hear, import_rows
from support.wall_visits import browser, caller

from throughcare.casework.courts import queries
from throughcare.casework.courts.actions import (
    accept_corrected_result,
    decline_corrected_result,
    send_acceptance,
)
from throughcare.casework.courts.models import Appearance, CorrectedResult, Sentence
from throughcare.casework.courts.tasks import bring_in as bring_in_upload
from throughcare.casework.supervision.models import Case
from throughcare.foundation.access.actions import declare_kin
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Entry
from throughcare.foundation.kernel import Refused


@pytest.fixture(scope="module")
def service():
    return a_service()


def corrected(service, row, **changes):
    """A recorded result sent again with changes: what waits."""
    import_rows(service, row)
    report = import_rows(service, row | changes)
    assert (report.recorded, report.refused, report.waiting) == (0, 0, 1)
    return CorrectedResult.objects.using("owner").get(brought=report.import_id)


def test_the_page_says_whose_result_it_is(service):
    row = a_result()
    waits = corrected(service, row, sentence_length="18")
    [person] = Sentence.objects.using("owner").filter(appearance__result_ref=row["result_ref"])
    shown = browser(service.officer_of_the_court).get(f"/imports/corrected/{waits.id}").content.decode()
    assert f'href="/people/{person.person_id}"' in shown


def accept(service, waits, **given):
    service.takes_its_area()
    with as_worker():
        report = accept_corrected_result(
            by=service.officer_of_the_court,
            at=service.later(),
            corrected_id=waits.id,
            version=waits.version,
            **given,
        )
        hear()
    return report


def sentences(row):
    found = Sentence.objects.using("owner").filter(appearance__result_ref=row["result_ref"])
    return {s.state: s for s in found}


def test_it_waits_and_every_difference_is_shown(service):
    row = a_result()
    waits = corrected(service, row, offence_code="049/10", sentence_length="18")
    with viewing(service.officer_of_the_court, NOW):
        shown = queries.corrected_result(waits.id)
    assert [(one.column, one.recorded, one.corrected) for one in shown.differs] == [
        ("offence_code", "105/01", "049/10"),
        ("sentence_length", "12", "18"),
    ]
    assert sentences(row).keys() == {"in force"}


def test_whose_result_it_is_is_looked_at_and_told_and_replaced_by_nobody_whom_they_are_kin_of(service):
    row = a_result()
    waits = corrected(service, row, sentence_length="18")
    [person] = Sentence.objects.using("owner").filter(appearance__result_ref=row["result_ref"])
    kin = joins(service.court_unit, "court officer")
    page = f"/imports/corrected/{waits.id}"
    assert "12" in recorded_in(browser(kin).get(page)) and looks(kin, person.person_id) == 1
    declare_kin(by=kin, at=NOW, person_id=person.person_id)
    assert recorded_in(browser(kin).get(page)) == ["not yours to see"]
    [told] = [
        one
        for one in caller(kin).get("/api/v1/court-results/corrected").json()
        if one["result_ref"] == row["result_ref"]
    ]
    assert [one["recorded"] for one in told["differs"]] == ["not yours to see"]
    assert looks(kin, person.person_id) == 1
    service.takes_its_area()
    with as_worker(), pytest.raises(Refused, match="do not see whose result is recorded"):
        accept_corrected_result(by=kin, at=service.later(), corrected_id=waits.id, version=waits.version)
    for decide in (decline_corrected_result, send_acceptance):
        with pytest.raises(Refused, match="do not see whose result is recorded"):
            decide(by=kin, at=service.later(), corrected_id=waits.id, version=waits.version, because="no")
    assert sentences(row).keys() == {"in force"}
    accept(service, waits)
    assert sentences(row).keys() == {"replaced", "in force"}


def recorded_in(answer):
    """The column of what is recorded, on the page of a corrected result."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", answer.content.decode(), re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [re.sub(r"<[^>]*>", "", found[-2]).strip() for found in cells if len(found) > 1]


def looks(member, person):
    return (
        Entry.objects.using("owner")
        .filter(member_id=member.id, kind="looked", people__contains=[person])
        .count()
    )


def test_sent_twice_it_waits_once_and_the_recorded_one_sent_again_changes_nothing(service):
    row = a_result()
    waits = corrected(service, row, sentence_length="18")
    again = import_rows(service, row | {"sentence_length": "18"}, row)
    assert (again.repeated, again.waiting) == (2, 0)
    accept(service, waits)
    later = import_rows(service, row, row | {"sentence_length": "18"})
    assert (later.recorded, later.repeated, later.waiting) == (0, 2, 0)


def test_accepted_it_takes_the_place_and_the_old_stays_in_history_and_counts_nowhere(service):
    row = a_result()
    waits = corrected(service, row, offence_code="049/10", sentence_length="18", case_number="C-OTHER")
    report = accept(service, waits)
    assert report.recorded == 1
    found = sentences(row)
    assert found.keys() == {"replaced", "in force"}
    new = found["in force"]
    assert (new.length, str(new.ends_on)) == ("18 months", "2028-05-01")
    with viewing(service.officer_of_the_court, service.at):
        assert [c.offence for c in queries.convictions_of(new.person_id)] == ["049/10"]
        assert queries.known_ends([new.person_id])[new.person_id].ends_on == new.ends_on
    case = Case.objects.using("owner").get(person_id=new.person_id)
    assert case.closed_at is None


def test_a_correction_to_another_defendant_closes_the_first_ones_case(service):
    row, other = a_result(), a_result()
    changes = {name: other[name] for name in ("defendant_id", "family_name", "date_of_birth", "pnc")}
    waits = corrected(service, row, **changes)
    old = sentences(row)["in force"]
    accept(service, waits)
    new = sentences(row)["in force"]
    assert new.person_id != old.person_id
    closed = Case.objects.using("owner").get(person_id=old.person_id)
    assert closed.closed_because == "the sentence fell away, and nothing else is open"
    assert Case.objects.using("owner").get(person_id=new.person_id).closed_at is None


def test_the_case_from_practice_waits_with_its_three_differences(service):
    bring_in(service, "a_corrected_result")
    report = bring_in(service, "a_corrected_result", "corrected.csv")
    assert (report.recorded, report.refused, report.waiting) == (0, 0, 1)
    waits = CorrectedResult.objects.using("owner").get(brought=report.import_id)
    accept(service, waits)
    found = sentences({"result_ref": "CASE-COR-1"})
    assert (found["in force"].length, found["replaced"].length) == ("18 months", "12 months")


def test_a_correction_that_takes_the_sentence_away_leaves_none_in_force(service):
    row = a_result()
    nothing = {
        "outcome": "dismissed",
        "sentence_kind": "",
        "sentence_length": "",
        "sentence_unit": "",
        "requirements": "",
    }
    waits = corrected(service, row, **nothing)
    accept(service, waits)
    assert sentences(row).keys() == {"replaced"}


def test_what_followed_the_old_sentence_follows_the_new_one(service):
    custody = {"sentence_kind": "custody", "requirements": "", "hearing_date": "2026-11-20"}
    first = a_result(**custody)
    same = {name: first[name] for name in ("defendant_id", "family_name", "date_of_birth", "pnc", "postcode")}
    second = a_result(
        **custody, **same, runs="consecutive", runs_with=first["result_ref"], sentence_length="6"
    )
    import_rows(service, first, second)
    accept(service, corrected(service, first, sentence_length="24"))
    follows = sentences(second)["in force"]
    assert (follows.named_id, str(follows.ends_on)) == (sentences(first)["in force"].id, "2029-05-19")


def test_declined_it_stays_to_be_read_with_the_reason_and_changes_nothing(service):
    row = a_result()
    waits = corrected(service, row, sentence_length="18")
    by = service.officer_of_the_court
    with pytest.raises(Refused, match="Say why"):
        decline_corrected_result(by=by, at=service.later(), corrected_id=waits.id, version=1, because=" ")
    decline_corrected_result(
        by=by, at=service.later(), corrected_id=waits.id, version=1, because="the court rang"
    )
    assert sentences(row).keys() == {"in force"}
    with as_worker(), pytest.raises(Refused, match="Somebody else dealt"):
        accept_corrected_result(by=by, at=service.later(), corrected_id=waits.id, version=1)
    assert import_rows(service, row | {"sentence_length": "18"}).repeated == 1


def test_from_a_page_a_job_accepts_it_as_whoever_asked(service):
    row = a_result()
    waits = corrected(service, row, sentence_length="18")
    by = service.officer_of_the_court
    upload = send_acceptance(
        by=by, at=service.later(), corrected_id=waits.id, version=waits.version, because="read in court"
    )
    with as_worker():
        bring_in_upload(str(upload), str(by.id))
        hear()
    assert sentences(row).keys() == {"replaced", "in force"}
    waits.refresh_from_db(using="owner")
    assert (waits.state, waits.because) == ("accepted", "read in court")


def test_another_team_learns_nothing_of_what_was_recorded_by_sending_its_reference(service):
    row = a_result()
    import_rows(service, row)
    other = a_service()
    other.takes_its_area()
    report = import_rows(other, a_result(result_ref=row["result_ref"]))
    assert (report.waiting, report.refused) == (0, 1)
    assert not CorrectedResult.objects.using("owner").filter(result_ref=row["result_ref"]).exists()
    with viewing(other.officer_of_the_court, NOW):
        [kept] = queries.refused_rows(report.import_id)
    assert "another team" in kept.faults[0]["because"]


def test_two_contents_under_one_reference_in_one_file_are_never_both_recorded(service):
    row = a_result()
    report = import_rows(service, row, row | {"sentence_length": "18"})
    assert (report.recorded, report.waiting) == (1, 1)
    assert Appearance.objects.using("owner").filter(result_ref=row["result_ref"]).count() == 1


def test_somebody_kin_settles_it_by_no_statement_of_their_own(service):
    waits = corrected(service, a_result(), sentence_length="18")
    [person] = Sentence.objects.using("owner").filter(appearance__result_ref=waits.result_ref)
    kin = joins(service.court_unit, "court officer")
    declare_kin(by=kin, at=service.at, person_id=person.person_id)
    with viewing(kin, service.later()):
        assert CorrectedResult.objects.filter(id=waits.id).update(state="declined") == 0
    with viewing(service.officer_of_the_court, service.later()):
        assert CorrectedResult.objects.filter(id=waits.id).update(because="looked at") == 1


def test_nobody_brings_a_corrected_result_in_by_a_statement_of_their_own_and_sees_whose_it_is_by_it(service):
    waits = corrected(service, a_result(), sentence_length="18")
    forged = {
        name: getattr(waits, name) for name in ("unit_id", "brought_id", "court_code", "result_ref", "sees")
    }
    with viewing(service.officer_of_the_court, service.later()), pytest.raises(ProgrammingError):
        CorrectedResult.objects.create(line=1, digest="f", **forged)
    with viewing(service.officer_of_the_court, service.later()), pytest.raises(ProgrammingError):
        CorrectedResult.objects.filter(id=waits.id).update(sees=waits.sees)


class TestLongAfter:
    """The court's team no longer sees whom it dealt with: a correction opens them to it while it waits, and no longer."""

    @pytest.fixture
    def row(self, service):
        row = a_result()
        import_rows(service, row)
        return row

    def sees(self, service, row):
        person = Sentence.objects.using("owner").filter(appearance__result_ref=row["result_ref"])[0].person_id
        with viewing(service.officer_of_the_court, service.later()):
            return may_see(person)

    def test_whoever_decides_sees_what_is_recorded_and_whose_it_is(self, service, row):
        service.later(days=200)
        assert not self.sees(service, row)
        import_rows(service, row | {"sentence_length": "18"})
        with viewing(service.officer_of_the_court, service.later()):
            [seen] = [one for one in queries.corrected_results() if one.row.result_ref == row["result_ref"]]
        assert seen.person_id is not None
        assert [(one.recorded, one.corrected) for one in seen.differs] == [("12", "18")]
        accept(service, seen.row)
        assert sentences(row).keys() == {"replaced", "in force"}

    def test_what_was_not_decided_in_time_is_nobodys_to_decide_blindly_until_it_is_sent_again(
        self, service, row
    ):
        service.later(days=200)
        import_rows(service, row | {"sentence_length": "18"})
        waits = CorrectedResult.objects.using("owner").get(result_ref=row["result_ref"])
        service.later(days=40)
        given = {"by": service.officer_of_the_court, "corrected_id": waits.id, "version": waits.version}
        with pytest.raises(Refused, match="send the court's file again"):
            decline_corrected_result(at=service.later(), because="late", **given)
        assert import_rows(service, row | {"sentence_length": "18"}).repeated == 1
        decline_corrected_result(at=service.later(), because="the court rang", **given)
        assert sentences(row).keys() == {"in force"}
