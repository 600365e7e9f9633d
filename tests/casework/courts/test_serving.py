"""Which team serves a court: it alone brings the court's results in, and everybody else's are kept and refused."""

import pytest
from support.people import a_founder, as_worker, joins
from support.service import a_result, a_service, as_file, faults_of, import_rows
from support.wall_visits import browser, caller

from throughcare.casework.courts import queries
from throughcare.casework.courts.actions import (
    accept_corrected_result,
    correct_refused_row,
    decline_corrected_result,
    import_court_results,
    serve_courts,
)
from throughcare.casework.courts.models import CorrectedResult, Court, RefusedRow
from throughcare.casework.courts.queries import courts_served_by, faults_in
from throughcare.casework.courts.rules.stream import Line
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

FREE = Court.objects.using("owner").filter(active=True).exclude(code="MDDLMC").order_by("-code")
ELSEWHERE = "another team serves the court"


@pytest.fixture(scope="module")
def ours():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def theirs():
    return a_service("england-and-wales-2021")


@pytest.fixture
def court(ours):
    """A court no other test asks about, that our court team serves."""
    taken = {row["court_id"] for row in served_anywhere()}
    code = next(c.code for c in FREE if c.code not in taken)
    serve(ours, code)
    return code


def served_anywhere():
    from throughcare.casework.courts.models import CourtTeam

    return list(CourtTeam.objects.using("owner").values("court_id", "unit_id"))


def serve(service, *codes):
    serve_courts(by=a_founder(), at=service.later(), unit_id=service.court_unit, court_codes=codes)


def served_by(service):
    with viewing(service.officer_of_the_court, service.at):
        return {court.code for court in courts_served_by(service.court_unit)}


def test_the_team_that_serves_a_court_brings_its_results_in(ours, court):
    report = import_rows(ours, a_result(court_code=court))
    assert (report.recorded, report.refused) == (1, 0)


def test_another_teams_rows_are_kept_and_refused_and_the_rest_of_the_file_is_recorded(theirs, court):
    report = import_rows(theirs, a_result(court_code=court), a_result())
    assert (report.recorded, report.refused) == (1, 1)
    [(line, field, because)] = faults_of(theirs, report)
    assert (line, field) == (2, "court_code")
    assert because == f"{ELSEWHERE} “{court}”, and brings its results in"


def test_a_refused_row_says_nothing_of_whether_the_person_is_known(ours, theirs, court):
    known, unknown = a_result(court_code=court), a_result(court_code=court)
    import_rows(ours, known)
    again = known | {"result_ref": new_id().hex[-20:]}
    told = [faults_of(theirs, import_rows(theirs, row))[0][2] for row in (again, unknown)]
    assert told[0] == told[1]


def test_a_court_that_no_team_serves_is_open_to_every_court_team(ours, theirs):
    taken = {row["court_id"] for row in served_anywhere()}
    free = next(c.code for c in FREE if c.code not in taken)
    for service in (ours, theirs):
        assert import_rows(service, a_result(court_code=free)).recorded == 1


def test_a_court_passes_to_another_team_at_once(ours, theirs, court):
    serve(theirs, court)
    assert court in served_by(theirs)
    assert court not in served_by(ours)
    assert import_rows(theirs, a_result(court_code=court)).recorded == 1
    assert import_rows(ours, a_result(court_code=court)).refused == 1


def test_saying_it_twice_changes_nothing(ours, court):
    before = served_anywhere()
    serve(ours, court, court)
    assert served_anywhere() == before


def test_a_correction_is_refused_as_the_file_was(ours, theirs, court):
    report = import_rows(theirs, a_result(court_code="NOWHERE"))
    row = RefusedRow.objects.using("owner").get(brought=report.import_id)
    with as_worker(), pytest.raises(Refused, match=ELSEWHERE):
        correct_refused_row(
            by=theirs.officer_of_the_court, at=theirs.later(), row_id=row.id, version=row.version,
            fields={**row.fields, "court_code": court},
        )  # fmt: skip
    with viewing(theirs.officer_of_the_court, theirs.later()):
        [seen] = [r for r in queries.refused_rows() if r.id == row.id]
    assert seen.state == RefusedRow.State.WAITING


def test_the_correction_page_says_it_beside_the_court(theirs, court):
    report = import_rows(theirs, a_result(court_code="NOWHERE"))
    row = RefusedRow.objects.using("owner").get(brought=report.import_id)
    fields = {name: value for name, value in row.fields.items() if value} | {"court_code": court}
    with viewing(theirs.officer_of_the_court, theirs.later()):
        found = faults_in(Line(row.line, fields), unit=theirs.court_unit, today=theirs.at.date())
    assert [(fault.field, ELSEWHERE in fault.because) for fault in found] == [("court_code", True)]


def test_a_unit_or_a_court_that_is_not_there_is_refused_and_nothing_is_changed(ours, court):
    before = served_anywhere()
    for unit, codes, field in (
        (new_id(), [court], "unit_id"),
        (ours.court_unit, ["NOWHERE"], "court_codes"),
        (ours.court_unit, [court, "NOWHERE"], "court_codes"),
        (ours.court_unit, [], "court_codes"),
    ):
        with pytest.raises(Refused) as refusal:
            serve_courts(by=a_founder(), at=ours.later(), unit_id=unit, court_codes=codes)
        assert refusal.value.field == field
    assert served_anywhere() == before


def test_a_court_officer_may_not_say_which_courts_their_team_serves(theirs, court):
    by = theirs.officer_of_the_court
    with pytest.raises(Refused, match="may not"):
        serve_courts(by=by, at=theirs.later(), unit_id=theirs.court_unit, court_codes=[court])
    assert court not in served_by(theirs)


def test_an_administrator_adds_a_court_on_a_page(ours, court):
    client = browser(joins(ours.court_unit, "administrator"))
    taken = {row["court_id"] for row in served_anywhere()}
    free = next(c for c in FREE if c.code not in taken)
    address = f"/units/{ours.court_unit}/courts"
    shown = client.get(address).content.decode()
    assert f'value="{free.code}"' in shown
    assert f'value="{court}"' not in shown  # it serves that one already
    token = (
        shown.split('name="idempotency_key" value="')[1].split('"')[0] if "idempotency_key" in shown else ""
    )
    answer = client.post(address, {"court_codes": free.code, "idempotency_key": token}, follow=True)
    assert "Its members alone bring this court" in answer.content.decode()
    assert free.code in served_by(ours)


def test_a_court_that_is_not_offered_is_refused_on_the_page(ours):
    client = browser(joins(ours.court_unit, "administrator"))
    answer = client.post(f"/units/{ours.court_unit}/courts", {"court_codes": "NOWHERE"})
    assert answer.status_code in {200, 422}
    assert "There is a problem" in answer.content.decode()


def test_a_file_of_another_teams_court_alone_records_nobody(theirs, court):
    from throughcare.casework.people.models import Person

    before = Person.objects.using("owner").count()
    with as_worker():
        report = import_court_results(
            by=theirs.officer_of_the_court, at=theirs.later(),
            file=as_file([a_result(court_code=court) for _ in range(5)]), file_name="theirs.csv",
        )  # fmt: skip
    assert (report.recorded, report.refused) == (0, 5)
    assert Person.objects.using("owner").count() == before


def test_the_api_says_and_changes_which_courts_a_unit_serves(ours, court):
    client, address = (
        caller(joins(ours.court_unit, "administrator")),
        f"/api/v1/units/{ours.court_unit}/courts",
    )
    taken = {row["court_id"] for row in served_anywhere()}
    free = next(c.code for c in FREE if c.code not in taken)
    answer = client.post(address, {"court_codes": [free]}, content_type="application/json")
    assert answer.status_code == 204
    assert {court, free} <= {one["code"] for one in client.get(address).json()}


def test_what_waits_goes_with_the_court_to_the_team_that_alone_may_deal_with_it_now(ours, theirs, court):
    row = a_result(court_code=court)
    import_rows(ours, row)
    import_rows(ours, row | {"sentence_length": "18"}, a_result(court_code=court, outcome="x"))
    waits = CorrectedResult.objects.using("owner").get(result_ref=row["result_ref"])
    serve(theirs, court)
    with viewing(ours.officer_of_the_court, ours.later()):
        assert not [one for one in queries.corrected_results() if one.row.id == waits.id]
    theirs.later(hours=1)
    with viewing(theirs.officer_of_the_court, theirs.later()):
        [seen] = [one for one in queries.corrected_results() if one.row.id == waits.id]
        assert [r.fields["outcome"] for r in queries.refused_rows(seen.row.brought_id)] == ["x"]
        assert seen.person_id is not None and seen.row.brought.waiting == 1
    for team, at in ((ours, ours.later()), (theirs, theirs.later())):
        team.takes_its_area()
        given = {
            "by": team.officer_of_the_court,
            "at": at,
            "corrected_id": waits.id,
            "version": seen.row.version,
        }
        if team is ours:
            with pytest.raises(Refused, match="not your unit"):
                decline_corrected_result(because="x", **given)
        else:
            with as_worker():
                assert accept_corrected_result(**given).recorded == 1


def test_a_result_that_the_team_before_recorded_is_corrected_by_the_team_that_serves_the_court_now(
    ours, theirs, court
):
    row = a_result(court_code=court)
    import_rows(ours, row)
    serve(theirs, court)
    theirs.later(hours=1)
    report = import_rows(theirs, row | {"sentence_length": "18"})
    assert (report.waiting, report.refused) == (1, 0)
    with viewing(theirs.officer_of_the_court, theirs.later()):
        [seen] = [one for one in queries.corrected_results() if one.row.brought_id == report.import_id]
    assert [(one.recorded, one.corrected) for one in seen.differs] == [("12", "18")]
    assert import_rows(ours, row | {"sentence_length": "24"}).refused == 1
