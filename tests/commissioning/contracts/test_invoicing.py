"""An invoice says what was approved, is due in thirty days, stands as it was paid, and is the same in its structured form."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.invoicing import (
    Invoice,
    InvoiceLine,
    PaidState,
    as_ubl,
    check_may_pay,
    due_on,
    paying_terms,
    state_of,
)
from throughcare.foundation.kernel import Refused

ISSUED = date(2027, 6, 3)
BASIC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
AGGREGATE = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"


def an_invoice(*pence: int) -> Invoice:
    lines = tuple(InvoiceLine(n, f"Line {n} <&>", one) for n, one in enumerate(pence, 1))
    return Invoice(
        "202705-1", ISSUED, due_on(ISSUED), "Ours & Co", "The buyer", "Support", date(2027, 5, 1), lines
    )


def test_an_invoice_is_paid_in_time_until_its_thirtieth_day():
    one = an_invoice(10_000_00)
    assert paying_terms(ISSUED).days == 30 and "section 68" in str(paying_terms(ISSUED).clause)
    assert one.due == date(2027, 7, 3)
    after = one.due + timedelta(days=1)
    assert [state_of(one, None, day) for day in (one.due, after)] == [PaidState.DUE, PaidState.OVERDUE]
    assert [state_of(one, day, after) for day in (one.due, after)] == [PaidState.PAID, PaidState.LATE]


def test_a_payment_is_neither_before_its_invoice_nor_to_come():
    check_may_pay(an_invoice(1), ISSUED, ISSUED)
    for paid in (ISSUED - timedelta(days=1), ISSUED + timedelta(days=1)):
        with pytest.raises(Refused, match="3 June 2027"):
            check_may_pay(an_invoice(1), paid, ISSUED)


def pence_of(text: str | None) -> int:
    assert text is not None
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    pounds, _, pence = digits.partition(".")
    return sign * (int(pounds) * 100 + int(pence))


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=5))
def test_the_structured_form_comes_to_the_same_penny_line_by_line(pence):
    one = an_invoice(*pence)
    root = fromstring(as_ubl(one).encode())
    sign = -1 if sum(pence) < 0 else 1
    kind = "CreditNote" if sign < 0 else "Invoice"
    assert root.tag.endswith(f"}}{kind}")
    lines = root.findall(f"{AGGREGATE}{kind}Line")
    assert [sign * pence_of(line.findtext(f"{BASIC}LineExtensionAmount")) for line in lines] == pence
    total = root.find(f"{AGGREGATE}LegalMonetaryTotal")
    assert total is not None and sign * pence_of(total.findtext(f"{BASIC}PayableAmount")) == sum(pence)
    assert [line.findtext(f"{AGGREGATE}Item/{BASIC}Name") for line in lines] == [
        row.what for row in one.lines
    ]


def test_the_structured_form_says_who_when_and_in_what_order_of_the_standard():
    root = fromstring(as_ubl(an_invoice(5, -2)).encode())
    names = [child.tag.split("}")[1] for child in root]
    assert names == [
        "UBLVersionID", "ID", "IssueDate", "DueDate", "InvoiceTypeCode", "Note", "DocumentCurrencyCode",
        "AccountingSupplierParty", "AccountingCustomerParty", "LegalMonetaryTotal", "InvoiceLine", "InvoiceLine",
    ]  # fmt: skip
    party = f"{AGGREGATE}AccountingSupplierParty/{AGGREGATE}Party/{AGGREGATE}PartyName/{BASIC}Name"
    assert root.findtext(party) == "Ours & Co" and root.findtext(f"{BASIC}DueDate") == "2027-07-03"
