"""What goes into a report for the court, from the request to the sentence: enquiries, a lawful proposal, what the court did."""

from datetime import timedelta

import pytest
from casework.courts.test_reports_breaches_and_uploads import asked_for, now
from support.people import joins
from support.service import a_result, a_service, import_rows
from support.wall_visits import browser

from throughcare.casework.courts import queries
from throughcare.casework.courts.actions import (
    answer_enquiry,
    ask_enquiry,
    propose_sentence,
    send_report,
)
from throughcare.casework.courts.models import Appearance, ReportEnquiry, ReportProposal
from throughcare.casework.courts.rules.advice import Answered, AskedOf, Followed
from throughcare.casework.courts.rules.words import SentenceKind
from throughcare.casework.supervision.models import Case
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

ORDER = {
    "kind": SentenceKind.COMMUNITY_ORDER,
    "length": "18 months",
    "because": "They work, and drink at night.",
}


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def report(service):
    return asked_for(service)


@pytest.fixture
def writer(report):
    return joins(Case.objects.using("owner").get(person_id=report.person_id).unit_id, "offender manager")


def seen(report, by, at):
    with viewing(by, at):
        return queries.advice_of(report.id, at=at)


def test_an_enquiry_waits_is_late_and_is_answered_once(service, report, writer):
    asked = ask_enquiry(
        by=writer, at=service.later(), report_id=report.id, asked_of=AskedOf.CHILDREN, about="Two children"
    )
    with pytest.raises(Refused, match="waits for its answer already"):
        ask_enquiry(by=writer, at=service.later(), report_id=report.id, asked_of=AskedOf.CHILDREN)
    [one] = seen(report, writer, service.at).enquiries
    assert (one.row.answered, one.is_late) == ("", False)
    assert seen(report, writer, service.at + timedelta(days=7)).enquiries[0].is_late
    with pytest.raises(Refused, match="Say what is known"):
        answer_enquiry(by=writer, at=service.later(), report_enquiry_id=asked, answered=Answered.KNOWN)
    answer_enquiry(by=writer, at=service.later(), report_enquiry_id=asked, answered=Answered.NOTHING)
    with pytest.raises(Refused, match="answered already"):
        answer_enquiry(by=writer, at=service.later(), report_enquiry_id=asked, answered=Answered.REFUSED)
    assert ReportEnquiry.objects.using("owner").get(id=asked).answered == Answered.NOTHING
    ask_enquiry(
        by=writer, at=service.later(), report_id=report.id, asked_of=AskedOf.CHILDREN, about="Since then"
    )
    assert [one.row.answered for one in seen(report, writer, service.at).enquiries] == ["", Answered.NOTHING]


def test_only_what_a_court_could_pass_is_proposed_and_nothing_once_the_report_is_sent(
    service, report, writer
):
    with pytest.raises(Refused, match="from 40 to 300 hours"):
        propose_sentence(
            by=writer, at=service.later(), report_id=report.id, requirements="unpaid work 900 hours", **ORDER
        )
    assert not ReportProposal.objects.using("owner").filter(report=report.id).exists()
    for hours in (100, 120):
        propose_sentence(
            by=writer, at=service.later(), report_id=report.id, requirements=f"upw {hours} hours", **ORDER
        )
    stands, before = seen(report, writer, service.at).proposals
    assert (stands.requirements, before.requirements) == ("unpaid work 120 hours", "unpaid work 100 hours")
    assert stands.law
    send_report(by=writer, at=service.later(), report_id=report.id, version=now(report).version)
    for act in (
        lambda: propose_sentence(
            by=writer, at=service.later(), report_id=report.id, requirements="upw 80 hours", **ORDER
        ),
        lambda: ask_enquiry(by=writer, at=service.later(), report_id=report.id, asked_of=AskedOf.POLICE),
    ):
        with pytest.raises(Refused, match="nothing goes into it any more"):
            act()


@pytest.mark.parametrize(
    ("requirements", "then"),
    [
        ("unpaid work 200 hours", Followed.AS_PROPOSED),
        ("unpaid work 100 hours; rehabilitation activity 20 days", Followed.OTHER_REQUIREMENTS),
    ],
)
def test_what_the_court_then_passed_in_the_same_case_stands_beside_it(
    service, report, writer, requirements, then
):
    propose_sentence(
        by=writer, at=service.later(), report_id=report.id, requirements="unpaid work 120 hours", **ORDER
    )
    before = Appearance.objects.using("owner").get(id=report.appearance_id)
    import_rows(
        service,
        a_result(
            hearing_date="2026-11-18",
            case_number=before.case_number,
            requirements=requirements,
            **the_same(report),
        ),
    )
    [passed] = seen(report, writer, service.at).passed
    assert (passed.followed, passed.kind) == (then, "community order")


def the_same(report):
    """The columns by which a court says that a defendant is the same."""
    from throughcare.casework.people.models import Identifier, Person

    person = Person.objects.using("owner").get(id=report.person_id)
    pnc = Identifier.objects.using("owner").filter(person_id=person.id, kind="pnc").first()
    appearance = Appearance.objects.using("owner").get(id=report.appearance_id)
    return {
        "defendant_id": str(appearance.defendant_id), "family_name": person.surname, "given_names": person.forenames,
        "date_of_birth": person.date_of_birth.isoformat(), "pnc": pnc.value if pnc else "",
    }  # fmt: skip


def sends(client, at, **said):
    return client.post(at, said | {"idempotency_key": str(new_id())})


def test_whoever_writes_does_all_of_it_on_pages_and_others_only_read(service, report, writer):
    at, client = f"/people/{report.person_id}/reports/{report.id}/advice", browser(writer)
    assert "Nothing is proposed yet" in client.get(at).content.decode()
    order = {**ORDER, "kind": "community order"}
    sent = sends(client, f"{at}/propose", **order, requirements="upw 900 hours")
    assert "from 40 to 300 hours" in sent.content.decode()
    assert sends(client, f"{at}/propose", **order, requirements="upw 90 hours").status_code == 302
    assert sends(client, f"{at}/ask", asked_of="housing", about="Where they may live").status_code == 302
    one = ReportEnquiry.objects.using("owner").get(report=report.id)
    known = {"answered": "something is known", "said": "A flat from May"}
    assert sends(client, f"{at}/enquiries/{one.id}", **known).status_code == 302
    shown = client.get(at).content.decode()
    assert "unpaid work 90 hours" in shown and "A flat from May" in shown
    assert client.get(f"/people/{report.person_id}/sentence").content.decode().count(at) == 1
    reader = browser(joins(writer.unit_id, "inspector"))
    assert "Propose a sentence" not in reader.get(at).content.decode()
