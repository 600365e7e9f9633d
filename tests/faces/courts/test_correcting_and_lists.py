"""A refused row is corrected with pickers and usual days, and the court lists say what is ahead, due and awaited."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from support.service import a_person, a_result, a_service, import_rows
from support.wall_visits import browser

from throughcare.casework.courts.models import Appearance, Hearing, RefusedRow, Upload
from throughcare.casework.courts.rules.stream import COLUMNS
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=5))


def refused(service, **wrong):
    row = a_result(**wrong)
    report = import_rows(service, row)
    return RefusedRow.objects.using("owner").get(brought=report.import_id), row


def correct(service, kept, fields):
    client = browser(service.officer_of_the_court)
    form = {name: fields.get(name, "") for name in COLUMNS}
    form |= {"version": kept.version, "idempotency_key": str(new_id())}
    return client, client.post(f"/imports/rows/{kept.id}", form)


@pytest.mark.parametrize("written", ["28/02/1987", "28 February 1987", "28.2.1987", "1987-02-28"])
def test_a_day_of_birth_is_corrected_in_any_usual_form_and_sent_as_one(service, written):
    kept, row = refused(service, date_of_birth="1987-02-30")
    _, answer = correct(service, kept, row | {"date_of_birth": written})
    assert answer.status_code == 302
    sent = Upload.objects.using("owner").get(corrects=kept.id)
    assert b'"1987-02-28"' in bytes(sent.content)


def test_what_is_wrong_stands_first_and_everything_else_is_folded_away(service):
    kept, _ = refused(service, date_of_birth="1987-02-30")
    page = browser(service.officer_of_the_court).get(f"/imports/rows/{kept.id}").content.decode()
    before, _, after = page.partition("Everything else in the row")
    assert 'name="date_of_birth"' in before and 'name="family_name"' not in before
    assert all(f'name="{name}"' in after for name in COLUMNS if name != "date_of_birth")


def test_a_court_is_picked_by_its_name_and_what_was_sent_is_not_lost(service):
    kept, _ = refused(service, court_code="NOCOURT")
    page = browser(service.officer_of_the_court).get(f"/imports/rows/{kept.id}").content.decode()
    picker = re.search(r'<select[^>]*name="court_code".*?</select>', page, re.S).group()
    assert "As sent: NOCOURT" in picker and "York Magistrates Court (YORKMC)" in picker
    for name in ("outcome", "session", "sentence_kind", "sentence_unit", "report_kind", "runs", "sex"):
        assert re.search(rf'<select[^>]*name="{name}"', page), name


def test_an_answer_outside_the_list_is_told_in_our_words(service):
    kept, row = refused(service, date_of_birth="1987-02-30")
    _, answer = correct(service, kept, row | {"date_of_birth": "28/2/1987", "outcome": "sung"})
    said = answer.content.decode()
    assert "Choose one from the list" in said
    assert "Choose one of the answers offered" not in said


def test_a_file_without_a_header_is_no_row_to_correct(service):
    from io import BytesIO

    from support.people import as_worker

    from throughcare.casework.courts.actions import import_court_results

    with as_worker():
        report = import_court_results(
            by=service.officer_of_the_court,
            at=service.at,
            file=BytesIO(b"1,2,3\n4,5,6\n"),
            file_name="bare.csv",
        )
    kept = RefusedRow.objects.using("owner").get(brought=report.import_id, line=1)
    page = browser(service.officer_of_the_court).get(f"/imports/rows/{kept.id}").content.decode()
    assert "The file could not be read" in page and 'name="family_name"' not in page
    assert f'action="/imports/rows/{kept.id}/aside"' in page


def lists(service):
    return browser(service.officer_of_the_court).get("/courts").content.decode()


def part(page, key):
    return page.split(f'<div id="{key}">')[1].split("\n    </div>")[0]


def listed(service, person, on):
    """Somebody listed at a sitting of a day, of which no result has come."""
    row = Appearance.objects.using("owner").filter(person_id=person.id).first()
    hearing = Hearing.objects.using("owner").get(id=row.hearing_id)
    hearing.id, hearing.on, hearing.session = new_id(), on, "afternoon"
    hearing.save(using="owner", force_insert=True)
    row.id, row.result_ref, row.case_number = new_id(), new_id().hex[:20], new_id().hex[:20]
    row.hearing_id, row.on, row.outcome = hearing.id, on, "listed"
    row.save(using="owner", force_insert=True)
    return hearing.id


def test_the_lists_say_today_tomorrow_and_the_days_ahead_each_apart(service):
    person, today = a_person(service), day_of(timezone.now())
    at = {days: listed(service, person, today + timedelta(days=days)) for days in (0, 1, 5, 20)}
    page = lists(service)
    for key, days in (("today", 0), ("tomorrow", 1), ("ahead", 5)):
        assert f'href="/courts/{at[days]}"' in part(page, key)
    assert f'href="/courts/{at[20]}"' not in page
    assert f'href="/courts/{at[1]}"' not in part(page, "ahead")


def test_a_report_due_is_listed_with_its_clock(service):
    heard = day_of(timezone.now()) - timedelta(days=20)
    import_rows(
        service,
        a_result(outcome="report requested", report_kind="standard", sentence_kind="", sentence_length="",
                 sentence_unit="", requirements="", hearing_date=heard.isoformat(),
                 report_due=(heard + timedelta(days=10)).isoformat()),
    )  # fmt: skip
    told = part(lists(service), "reports")
    assert "Standard" in told and "late by" in told


def test_a_hearing_without_a_result_is_listed_until_its_result_comes(service):
    person, today = a_person(service), day_of(timezone.now())
    hearing = listed(service, person, today - timedelta(days=3))
    assert f'href="/courts/{hearing}"' in part(lists(service), "results")
    row = Appearance.objects.using("owner").get(hearing_id=hearing)
    row.id, row.result_ref, row.outcome = new_id(), new_id().hex[:20], "adjourned"
    row.save(using="owner", force_insert=True)
    assert f'href="/courts/{hearing}"' not in part(lists(service), "results")
