"""A file of results becomes people with sentences and cases; refused rows are kept; twice changes nothing."""

import io
from datetime import timedelta

import pytest
from support.people import as_worker
from support.service import NOW, a_result, a_service, as_file, faults_of, hear, import_rows

from throughcare.casework.courts import queries
from throughcare.casework.courts.actions import (
    correct_refused_row,
    import_court_results,
    send_file,
    set_aside_refused_row,
    stop_upload,
)
from throughcare.casework.courts.models import Appearance, Import, RefusedRow, Sentence
from throughcare.casework.courts.tasks import bring_in
from throughcare.casework.supervision.models import Case
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id


@pytest.fixture(scope="module")
def service():
    return a_service()


def sentences_from(report):
    return list(Sentence.objects.using("owner").filter(appearance__brought=report.import_id))


def test_each_row_becomes_a_person_with_a_sentence_and_an_open_case(service):
    report = import_rows(
        service, a_result(), a_result(sentence_kind="custody", requirements="", sentence_length="18")
    )
    assert (report.lines, report.recorded, report.refused) == (2, 2, 0)
    made = sentences_from(report)
    assert {s.kind for s in made} == {"community order", "custody"}
    cases = Case.objects.using("owner").filter(person_id__in=[s.person_id for s in made])
    assert {c.place for c in cases} == {"community", "custody"}
    assert all(c.closed_at is None for c in cases)


def test_good_and_refused_rows_commit_together_and_no_row_is_lost(service):
    rows = [
        a_result(),
        a_result(hearing_date="2026-02-31"),
        a_result(court_code="NOWHER"),
        a_result(offence_code="999/98"),
        a_result(),
    ]
    report = import_rows(service, *rows)
    assert (report.lines, report.recorded, report.repeated, report.refused) == (5, 2, 0, 3)
    found = faults_of(service, report)
    assert [(line, field) for line, field, _ in found] == [
        (3, "hearing_date"),
        (4, "court_code"),
        (5, "offence_code"),
    ]


def test_the_same_file_twice_changes_nothing(service):
    rows = [a_result(), a_result(outcome="nonsense")]
    first = import_rows(service, *rows)
    counted = [
        model.objects.using("owner").count() for model in (Import, RefusedRow, Appearance, Sentence, Case)
    ]
    again = import_rows(service, *rows)
    assert (again.recorded, again.repeated, again.refused) == (0, 1, 1)
    assert again.import_id == first.import_id
    assert counted == [
        model.objects.using("owner").count() for model in (Import, RefusedRow, Appearance, Sentence, Case)
    ]


def test_a_longer_file_that_holds_the_rows_of_another_records_only_what_is_new(service):
    known, new = a_result(), a_result()
    import_rows(service, known)
    report = import_rows(service, known, new)
    assert (report.recorded, report.repeated) == (1, 1)


def test_the_same_result_twice_in_one_file_is_recorded_once(service):
    row = a_result()
    report = import_rows(service, row, row)
    assert (report.recorded, report.repeated) == (1, 1)


def test_the_same_person_sentenced_again_has_one_record_and_one_case(service):
    row = a_result()
    import_rows(service, row)
    again = import_rows(
        service,
        a_result(**{k: row[k] for k in ("defendant_id", "family_name", "date_of_birth", "pnc", "postcode")}),
    )
    [sentence] = sentences_from(again)
    assert Sentence.objects.using("owner").filter(person_id=sentence.person_id).count() == 2
    assert Case.objects.using("owner").filter(person_id=sentence.person_id).count() == 1


def test_a_refused_row_can_be_corrected_and_is_then_recorded(service):
    row = a_result(date_of_birth="1990-02-30")
    report = import_rows(service, row)
    by = service.officer_of_the_court
    with viewing(by, NOW):
        [kept] = queries.refused_rows(report.import_id)
    with as_worker():
        with pytest.raises(Refused, match="date_of_birth"):
            correct_refused_row(
                by=by,
                at=NOW,
                row_id=kept.id,
                version=kept.version,
                fields=row | {"date_of_birth": "1990-02-31"},
            )
        fixed = correct_refused_row(
            by=by, at=NOW, row_id=kept.id, version=kept.version, fields=row | {"date_of_birth": "1990-02-28"}
        )
    assert fixed.recorded == 1
    with as_worker(), pytest.raises(Refused, match="Somebody else dealt"):
        correct_refused_row(by=by, at=NOW, row_id=kept.id, version=kept.version, fields=row)


def test_a_refused_row_can_be_set_aside_with_a_reason(service):
    report = import_rows(service, a_result(outcome="?"))
    by = service.officer_of_the_court
    with viewing(by, NOW):
        [kept] = queries.refused_rows(report.import_id)
    with pytest.raises(Refused, match="Say why"):
        set_aside_refused_row(by=by, at=NOW, row_id=kept.id, version=kept.version, because=" ")
    set_aside_refused_row(by=by, at=NOW, row_id=kept.id, version=kept.version, because="sent by mistake")
    assert RefusedRow.objects.using("owner").get(id=kept.id).state == "set aside"


def test_another_court_team_sees_none_of_it(service):
    report = import_rows(service, a_result(), a_result(outcome="?"))
    other = a_service()
    with viewing(other.officer_of_the_court, NOW):
        assert queries.import_brought(report.import_id) is None
        assert queries.refused_rows(report.import_id) == []
        assert queries.imposed_by(report.import_id) == []


def test_the_court_team_sees_people_for_four_weeks_after_the_hearing_and_no_longer(service):
    report = import_rows(service, a_result(hearing_date="2026-11-19"))
    [sentence] = sentences_from(report)
    by = service.officer_of_the_court
    for days, seen in ((0, True), (26, True), (29, False)):
        with viewing(by, NOW + timedelta(days=days)):
            assert bool(queries.sentences_of(sentence.person_id)) is seen, days


def test_somebody_without_the_permission_is_refused_and_the_refusal_is_kept(service):
    senior = next(iter(service.teams.values())).senior
    with as_worker(), pytest.raises(Refused, match="may not import court results"):
        import_court_results(by=senior, at=NOW, file=as_file([a_result()]), file_name="x.csv")


@pytest.mark.parametrize("start", [b"PK\x03\x04rest of a zip bomb", b"\x1f\x8b\x08\x00", b"%PDF-1.7"])
def test_a_packed_file_or_a_document_is_refused_before_it_is_opened(service, start):
    with pytest.raises(Refused, match="packed file"):
        send_file(by=service.officer_of_the_court, at=NOW, file_name="results.csv", content=start)
    with as_worker(), pytest.raises(Refused, match="packed file"):
        import_court_results(
            by=service.officer_of_the_court, at=NOW, file=io.BytesIO(start), file_name="r.csv"
        )


def test_a_file_sent_from_a_page_is_brought_in_by_a_job_as_its_sender(service):
    by = service.officer_of_the_court
    upload = send_file(
        by=by, at=NOW, file_name="page.csv", content=as_file([a_result(), a_result(outcome="?")]).read()
    )
    with as_worker():
        bring_in(str(upload), str(by.id))
        bring_in(str(upload), str(by.id))
        hear()
    with viewing(by, NOW):
        seen = queries.upload_seen(upload)
    assert seen is not None
    assert seen.upload.state == "done"
    made = Import.objects.using("owner").get(id=seen.upload.import_id)
    assert (made.recorded, made.refused, made.member_id) == (1, 1, by.id)


def test_an_upload_whose_sender_is_no_longer_in_force_is_refused_in_words(service):
    by = service.officer_of_the_court
    upload = send_file(by=by, at=NOW, file_name="page.csv", content=as_file([a_result()]).read())
    with as_worker():
        bring_in(str(upload), str(new_id()))
    with viewing(by, NOW):
        seen = queries.upload_seen(upload)
    assert seen is not None
    assert seen.upload.state == "refused"
    assert "no longer in force" in seen.upload.because


def test_an_upload_that_is_stopped_records_nothing(service):
    by = service.officer_of_the_court
    upload = send_file(by=by, at=NOW, file_name="page.csv", content=as_file([a_result()]).read())
    stop_upload(by=by, at=NOW, upload_id=upload)
    with as_worker():
        bring_in(str(upload), str(by.id))
    with viewing(by, NOW):
        seen = queries.upload_seen(upload)
    assert seen is not None
    assert seen.upload.state == "stopped"
    assert seen.upload.import_id is None


def test_an_import_that_fails_half_way_leaves_nothing(service, monkeypatch):
    """The last step before the end is made to fail: people, appearances and sentences all go with it."""
    from throughcare.casework.courts.actions import imports

    def fail(*args, **given):
        raise OSError("the disk is full")

    monkeypatch.setattr(imports, "announce", fail)
    row = a_result()
    with as_worker(), pytest.raises(OSError, match="disk"):
        import_court_results(by=service.officer_of_the_court, at=NOW, file=as_file([row]), file_name="x.csv")
    assert not Appearance.objects.using("owner").filter(result_ref=row["result_ref"]).exists()
