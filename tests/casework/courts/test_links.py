"""A sentence that stands beside another names one of the same defendant, passed before it, that the record took."""

import pytest
from support.people import as_worker
from support.service import NOW, a_result, a_service, faults_of, import_rows

from throughcare.casework.courts.actions import annul_sentence
from throughcare.casework.courts.models import Sentence
from throughcare.casework.courts.rules import SentenceState

CUSTODY = {
    "sentence_kind": "custody",
    "requirements": "",
    "sentence_length": "12",
    "hearing_date": "2026-11-20",
}
SAME = ("defendant_id", "family_name", "date_of_birth", "pnc", "postcode")


@pytest.fixture(scope="module")
def service():
    return a_service()


def custody(**given):
    return a_result(**CUSTODY, **given)


def after(first, **given):
    return (
        custody(runs="consecutive", runs_with=first["result_ref"], **{name: first[name] for name in SAME})
        | given
    )


def refusals(service, *rows):
    report = import_rows(service, *rows)
    return report, [(line, field, because) for line, field, because in faults_of(service, report)]


def test_a_term_after_one_of_the_same_file_is_recorded_whichever_stands_first(service):
    first = custody()
    report, faults = refusals(service, after(first), first)
    assert (report.recorded, faults) == (2, [])


def test_a_term_after_one_recorded_before_runs_on_from_it(service):
    first = custody()
    import_rows(service, first)
    report, _ = refusals(service, after(first))
    [second] = Sentence.objects.using("owner").filter(appearance__brought=report.import_id)
    assert (str(second.begins_on), str(second.ends_on)) == ("2027-11-20", "2028-11-19")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda first: after(first, runs_with="no-such"), "no sentence of this defendant"),
        (
            lambda first: custody(runs="consecutive", runs_with=first["result_ref"]),
            "no sentence of this defendant",
        ),
        (lambda first: after(first, hearing_date="2026-11-19"), "passed later"),
        (lambda first: after(first, runs="concurrent", runs_with="no-such"), "no sentence of this defendant"),
    ],
)
def test_a_link_to_nothing_a_stranger_or_what_comes_later_is_refused(service, wrong, says):
    for recorded_before in (False, True):
        first = custody()
        if recorded_before:
            import_rows(service, first)
        _, faults = refusals(service, *([] if recorded_before else [first]), wrong(first))
        [(_, field, because)] = faults
        assert field == "runs_with"
        assert says in because


def test_a_result_that_passed_no_sentence_cannot_be_followed(service):
    first = custody() | {
        "outcome": "adjourned",
        "sentence_kind": "",
        "sentence_length": "",
        "sentence_unit": "",
    }
    _, [(_, field, because)] = refusals(service, first, after(first))
    assert (field, "no sentence" in because) == ("runs_with", True)


def test_what_names_a_row_refused_in_the_same_file_is_refused_with_it_and_so_on_down_the_run(service):
    bad = custody(offence_code="999/98")
    second = after(bad)
    third = after(second)
    report, faults = refusals(service, third, second, bad)
    assert (report.recorded, report.refused) == (0, 3)
    assert sum("was refused in this file" in because for _, _, because in faults) == 2


def test_a_ring_is_refused_whole_and_stops_nothing(service):
    first = custody()
    second = after(first)
    third = after(second)
    ring = [first | {"runs": "consecutive", "runs_with": third["result_ref"]}, second, third]
    report, _ = refusals(service, *ring, custody())
    assert (report.recorded, report.refused) == (1, 3)


def test_a_row_that_names_itself_is_refused(service):
    row = custody(runs="consecutive")
    _, [(_, _, because)] = refusals(service, row | {"runs_with": row["result_ref"]})
    assert "itself" in because


def test_when_the_first_term_falls_away_the_second_is_served_from_its_own_day(service):
    first = custody()
    second = after(first)
    report = import_rows(service, first, second)
    rows = {
        s.appearance.result_ref: s
        for s in Sentence.objects.using("owner").filter(appearance__brought=report.import_id)
    }
    gone, left = rows[first["result_ref"]], rows[second["result_ref"]]
    with as_worker():
        annul_sentence(
            by=service.officer_of_the_court,
            at=NOW,
            sentence_id=gone.id,
            version=gone.version,
            on=NOW.date(),
            how=SentenceState.QUASHED,
            because="allowed on appeal",
        )
    left.refresh_from_db(using="owner")
    assert (str(left.begins_on), str(left.ends_on)) == ("2026-11-20", "2027-11-19")
