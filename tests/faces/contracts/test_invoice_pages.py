"""What was approved is an invoice at once: shown to both sides and finance, as PDF and XML, due, paid once, late or in time."""

from __future__ import annotations

from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from support.agreements import Sides, asking, first_of, posted
from support.people import an_office, joins
from support.wall_visits import browser

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.models import Payment
from throughcare.commissioning.contracts.rules.invoicing import PaidState
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

BASIC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"


class Invoiced:
    """A statement of a fee, approved a minute ago; ``later`` is when its invoice is overdue."""

    def __init__(self) -> None:
        self.sides = Sides(months=-4)
        self.agreement = self.sides.agreed(self.sides.terms(months=24))
        self.statement = self.sides.states(self.agreement, self.sides.starts)
        self.finance = joins(self.sides.buyers.unit, "finance officer")
        self.now = timezone.now()
        self.approved, self.later = self.now - timedelta(minutes=1), self.now + timedelta(days=40)
        actions.approve_statement(
            by=self.finance, at=self.approved, statement_id=self.statement, pence=10_000_00
        )

    @property
    def given(self) -> dict[str, object]:
        """What is paid, by whom."""
        return {"by": self.finance, "at": self.now, "statement_id": self.statement, "number": 1}

    @property
    def address(self) -> str:
        """The invoice's own address, without its ending."""
        return f"/contracts/statements/{self.statement}/invoices/1"


@pytest.fixture
def invoiced(database):
    return Invoiced()


def test_what_was_approved_is_an_invoice_as_a_page_a_pdf_and_structured_data(invoiced):
    for who in (invoiced.finance, invoiced.sides.buyer, invoiced.sides.lead):
        shown = browser(who).get(f"/contracts/statements/{invoiced.statement}").content.decode()
        assert "To be paid" in shown and "£10,000.00" in shown
        assert ("Record its payment" in shown) is (who is invoiced.finance)
        pdf = browser(who).get(f"{invoiced.address}.pdf")
        assert pdf.content.startswith(b"%PDF-") and pdf["Content-Type"] == "application/pdf"
        xml = browser(who).get(f"{invoiced.address}.xml")
        assert fromstring(xml.content).findtext(f".//{BASIC}PayableAmount") == "10000.00"
        [told] = asking(who).get(f"/api/v1/statements/{invoiced.statement}/invoices").json()
        assert (told["pence"], told["standing"], told["paid_on"]) == (10_000_00, "to be paid", None)
        assert told["ubl"] == xml.content.decode()
    with viewing(invoiced.finance, invoiced.later):
        [one] = queries.invoices_of(invoiced.statement)
    assert one.state(day_of(invoiced.later)) is PaidState.OVERDUE
    assert browser(invoiced.finance).get(f"{invoiced.address[:-1]}2.pdf").status_code == 404
    rival = joins(an_office().unit, "provider lead")
    for ending in (".pdf", ".xml"):
        assert browser(rival).get(f"{invoiced.address}{ending}").status_code == 404
    assert asking(rival).get(f"/api/v1/statements/{invoiced.statement}/invoices").status_code == 404


def test_each_approval_is_an_invoice_of_its_own(invoiced):
    month = first_of(invoiced.sides.starts, 1)
    other = invoiced.sides.states(invoiced.agreement, month)
    with viewing(invoiced.sides.lead, invoiced.now):
        [line] = queries.statement(other).stands.lines
        assert queries.invoices_of(other) == []
    actions.dispute_line(by=invoiced.sides.lead, at=invoiced.now, line_id=line.row.id, because="Too low.")
    actions.rule_on_line(
        by=invoiced.sides.colleague, at=invoiced.now, line_id=line.row.id, pence=-5, because="No."
    )
    actions.approve_statement(by=invoiced.finance, at=invoiced.now, statement_id=other, pence=-5)
    with viewing(invoiced.finance, invoiced.now):
        [credit] = queries.invoices_of(other)
    assert credit.invoice.is_credit and credit.invoice.number.startswith(f"{month:%Y%m}-")
    drawn = browser(invoiced.finance).get(f"/contracts/statements/{other}/invoices/1.xml").content.decode()
    assert "<CreditNote" in drawn and "0.05" in drawn


def test_an_invoice_is_paid_once_in_time_or_late_by_page_and_by_a_program(invoiced):
    paid = day_of(invoiced.now)
    day = {
        "paid_on_day": paid.day,
        "paid_on_month": paid.month,
        "paid_on_year": paid.year,
        "reference": "BACS 1",
    }
    said = posted(invoiced.finance, f"{invoiced.address}/paid", day, follow=True).content.decode()
    assert "The payment is recorded." in said and "Paid in time" in said and "BACS 1" in said
    with pytest.raises(Refused, match="paid already"):
        actions.record_payment(**invoiced.given, paid_on=paid, reference="BACS 2")
    other = Invoiced()
    body = {"paid_on": paid.isoformat(), "reference": "BACS 3"}
    sent = f"/api/v1/statements/{other.statement}/invoices/1/payment"
    assert asking(other.finance).post(sent, body, content_type="application/json").status_code == 204
    [told] = asking(other.finance).get(f"/api/v1/statements/{other.statement}/invoices").json()
    assert (told["standing"], told["reference"]) == ("paid in time", "BACS 3")
    late = Invoiced()
    given = {**late.given, "at": late.later, "paid_on": day_of(late.later)}
    actions.record_payment(**given, reference="BACS 4")
    shown = browser(late.finance).get(f"/contracts/statements/{late.statement}").content.decode()
    assert "Paid late" in shown and "BACS 4" in shown


def test_a_payment_says_its_day_and_reference_and_is_recorded_by_the_buyers_finance_alone(invoiced):
    paid = day_of(invoiced.now)
    for change, words in (
        ({"paid_on": paid + timedelta(days=1)}, "not on a day to come"),
        ({"paid_on": day_of(invoiced.approved) - timedelta(days=1)}, "on that day or later"),
        ({"reference": " "}, "reference"),
        ({"number": 2}, "no such invoice"),
    ):
        with pytest.raises(Refused, match=words):
            actions.record_payment(**{**invoiced.given, "paid_on": paid, "reference": "x", **change})
    sql = (
        "INSERT INTO contracts_payment (id, statement_id, approved_at, paid_on, reference, unit_id, member_id, at) VALUES"
        " (gen_random_uuid(), %s, %s, %s, 'x', app_unit(), app_member(), app_at())"
    )
    other = joins(an_office().unit, "finance officer")
    for who, approved in (
        (invoiced.sides.lead, invoiced.approved),
        (other, invoiced.approved),
        (invoiced.finance, invoiced.now),
    ):
        with viewing(who, invoiced.now), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, [invoiced.statement, approved, paid])
    assert not Payment.objects.using("owner").filter(statement=invoiced.statement).exists()
