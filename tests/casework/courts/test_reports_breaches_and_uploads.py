"""What becomes of a report, of a breach that is let go on, of a length that is changed, and of a file that is sent."""

import io
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from casework.courts.test_messages import a_hearing, raw
from support.people import as_worker, joins
from support.service import a_person, a_result, a_service, import_rows

from throughcare.casework.courts.actions import (
    amend_sentence,
    bring_in_upload,
    import_court_messages,
    record_breach,
    resolve_breach,
    send_correction,
    send_file,
    send_messages,
    send_report,
    start_report,
    start_upload_again,
    withdraw_report,
)
from throughcare.casework.courts.actions.uploads import note_upload_ended
from throughcare.casework.courts.models import RefusedRow, ReportRequest, Sentence, SentenceEvent, Upload
from throughcare.casework.supervision.models import Case
from throughcare.foundation.kernel import Refused

State = ReportRequest.State


@pytest.fixture(scope="module")
def service():
    return a_service()


def asked_for(service):
    row = a_result(
        outcome="report requested", report_kind="oral", sentence_kind="", sentence_length="", sentence_unit="",
        requirements="",
    )  # fmt: skip
    import_rows(service, row)
    return ReportRequest.objects.using("owner").get(appearance__result_ref=row["result_ref"])


def now(row):
    return type(row).objects.using("owner").get(id=row.id)


def given(service, row, act, **more):
    named = {"report_id": row.id} if isinstance(row, ReportRequest) else {"sentence_id": row.id}
    return act(by=service.officer_of_the_court, at=service.later(), version=row.version, **named, **more)


def test_a_report_is_begun_and_sent_once(service):
    report = asked_for(service)
    case = Case.objects.using("owner").get(person_id=report.person_id)
    by = joins(case.unit_id, "offender manager")
    start_report(by=by, at=service.later(), report_id=report.id, version=report.version)
    with pytest.raises(Refused, match="Somebody else changed this report"):
        send_report(by=by, at=service.later(), report_id=report.id, version=report.version)
    send_report(by=by, at=service.later(), report_id=report.id, version=now(report).version)
    assert (now(report).state, now(report).sent_on) == (State.SENT, service.at.date())
    with pytest.raises(Refused, match="cannot be done"):
        start_report(by=by, at=service.later(), report_id=report.id, version=now(report).version)


def test_a_report_that_the_court_no_longer_wants_is_withdrawn_and_written_no_more(service):
    report = asked_for(service)
    given(service, report, withdraw_report)
    assert now(report).state == State.WITHDRAWN
    with pytest.raises(Refused, match="cannot be done"):
        given(service, now(report), withdraw_report)


def sentenced(service, **row):
    person = a_person(service, **row)
    return Sentence.objects.using("owner").get(person_id=person.id)


def test_a_breach_that_the_court_lets_go_on_puts_the_sentence_in_force_again(service):
    sentence = sentenced(service)
    day = service.at.date()
    with pytest.raises(Refused, match="in force cannot become in force"):
        given(service, sentence, resolve_breach, on=day, because="the court let it go on")
    given(service, sentence, record_breach, on=day, because="two absences")
    given(service, now(sentence), resolve_breach, on=day, because="the court let it go on")
    assert now(sentence).state == "in force"
    told = SentenceEvent.objects.using("owner").filter(sentence=sentence.id).order_by("at")
    assert [one.kind for one in told][-2:] == ["breach", "breach resolved"]


def test_a_length_is_changed_as_the_court_said_and_the_end_with_it(service):
    sentence = sentenced(service)
    given(service, sentence, amend_sentence, on=service.at.date(), length="18 months", because="on review")
    assert (now(sentence).length, str(now(sentence).ends_on)) == ("18 months", "2028-05-01")
    with pytest.raises(Refused, match="36 months"):
        given(
            service,
            now(sentence),
            amend_sentence,
            on=service.at.date(),
            length="5 years",
            because="on review",
        )
    assert now(sentence).length == "18 months"


def brought(service, upload):
    service.takes_its_area()
    with as_worker():
        return bring_in_upload(by=service.officer_of_the_court, at=service.later(), upload_id=upload)


def test_a_courts_message_is_brought_in_once_however_it_comes(service):
    content = raw(a_hearing())
    upload = send_messages(
        by=service.officer_of_the_court, at=service.later(), file_name="h.json", content=content
    )
    assert brought(service, upload).recorded == 1
    assert brought(service, upload) is None
    with as_worker():
        again = import_court_messages(
            by=service.officer_of_the_court, at=service.later(), file=io.BytesIO(content), file_name="h.json"
        )
    assert (again.recorded, again.repeated) == (0, 1)
    with pytest.raises(Refused):
        send_messages(by=service.officer_of_the_court, at=service.later(), file_name="x", content=b'{"a": 1}')


def test_a_refused_row_is_recorded_when_its_correction_is(service):
    row = a_result(hearing_date="2026-02-30")
    report = import_rows(service, row)
    refused = RefusedRow.objects.using("owner").get(brought=report.import_id)
    upload = send_correction(
        by=service.officer_of_the_court, at=service.later(), row_id=refused.id, version=refused.version,
        fields=row | {"hearing_date": "2026-11-02"},
    )  # fmt: skip
    assert (
        json.loads(bytes(Upload.objects.using("owner").get(id=upload).content))["hearing_date"]
        == "2026-11-02"
    )
    assert brought(service, upload).recorded == 1


@pytest.mark.parametrize(("stopped", "state"), [(True, "stopped"), (False, "refused")])
def test_an_upload_that_ended_keeps_why_and_can_be_started_again(service, stopped, state):
    upload = send_file(
        by=service.officer_of_the_court, at=service.later(), file_name=f"{uuid4()}.csv", content=b"a,b\n1,2\n"
    )
    by = service.officer_of_the_court
    with as_worker():
        note_upload_ended(by=by, at=service.later(), upload_id=upload, because="it broke", stopped=stopped)
    kept = Upload.objects.using("owner").get(id=upload)
    assert (kept.state, kept.because) == (state, "it broke")
    start_upload_again(by=by, at=service.later(), upload_id=upload)
    assert (now(kept).state, now(kept).because) == ("waiting", "")
    with pytest.raises(Refused, match="was not stopped"):
        start_upload_again(by=by, at=service.at + timedelta(minutes=1), upload_id=upload)
