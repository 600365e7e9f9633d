"""What terms say, in rows and tables: shared by the page of an agreement and by whoever draws one up."""

from __future__ import annotations

from decimal import Decimal

from throughcare.commissioning.contracts.rules.agreed import Agreement, Level
from throughcare.commissioning.contracts.rules.ending import ProposalKind
from throughcare.commissioning.contracts.rules.fees import A_YEAR, month_fee, year_fee
from throughcare.commissioning.contracts.rules.invoicing import paying_terms
from throughcare.faces.web.look.formats import count_of, day, money
from throughcare.faces.web.look.parts import Column, Lines, Row, Table, Unknown, Why
from throughcare.faces.web.value_words import first_capital

WHAT_IS_PROPOSED = {
    ProposalKind.FAILURE.value: "that the provider failed",
    ProposalKind.HANDOVER.value: "that everything is handed over",
}
"""What waits for a second person, in words."""


def pounds(pence: int) -> str:
    """Pence as pounds."""
    return money(Decimal(pence) / 100)


def rows_of(agreed: Agreement) -> list[Row]:
    """What terms say of themselves, but for fees and service levels, which have tables."""
    rows = [
        Row("Kind", first_capital(agreed.kind.value)),
        Row("Lots", ", ".join(agreed.lots)),
        Row("Services that it pays for", ", ".join(agreed.services)),
        Row("Term", f"{day(agreed.starts)} to {day(agreed.ends)}"),
        Row(
            "May be made longer by",
            count_of(agreed.extension, "month") if agreed.extension else Unknown("Nothing"),
        ),
        Row("Volume", _volume(agreed)),
    ]
    if agreed.prices:
        rows.append(
            Row(
                "Paid for each",
                Lines("", [f"{kind.value}: {pounds(at)}" for kind, at in agreed.prices.items()]),
            )
        )
    if agreed.levels:
        rows.append(Row("Most credits in a month", f"{agreed.credit_cap} per cent of its fee"))
    if agreed.results:
        pool = f", {pounds(agreed.results.pool)} at risk" if agreed.results.pool is not None else ""
        rows.append(Row("Paid by results", f"{agreed.results.scheme}{pool}"))
    return [*rows, *_chain(agreed), *exit_plan(agreed)]


def _chain(agreed: Agreement) -> list[Row]:
    """Who else was promised part of the work, and by when each is paid; no row where nobody was."""
    if not agreed.supply_chain:
        return []
    terms = paying_terms(agreed.starts)
    named = [f"{one.name}: {one.share} per cent of the price" for one in agreed.supply_chain]
    paid = Why(f"Each is paid within {count_of(terms.days, 'day')} of its invoice: {terms.clause}")
    return [Row("Subcontractors, as promised", Lines("", [*named, paid]))]


def exit_plan(agreed: Agreement) -> list[Row]:
    """What the provider does when the agreement ends; no row where nothing was agreed."""
    return [Row("When it ends, the provider", Lines("", list(agreed.exit_plan)))] if agreed.exit_plan else []


def _volume(agreed: Agreement) -> object:
    volumes = agreed.volumes
    if volumes is None:
        return Unknown("It moves no money")
    weights = ", ".join(f"{kind.value} {weight}" for kind, weight in volumes.weights.items())
    above = [
        f"Above it {pounds(band.price)} for each{f' up to {band.up_to:,}' if band.up_to else ''}"
        for band in volumes.above
    ]
    below = f"Below it {pounds(volumes.below)} is taken for each, and {volumes.fixed_share} per cent of the fee stays"
    return Lines(
        f"{volumes.lower:,} to {volumes.upper:,} a year, weighed", [f"Weights: {weights}", *above, below]
    )


def fees(agreed: Agreement) -> Table:
    """The fee by year of the term, and by month as it is paid."""
    years = range(1, (agreed.months - 1) // A_YEAR + 2)
    return Table(
        "Fee by year of the term",
        [Column("Year"), Column("A whole year", numeric=True), Column("First month", numeric=True), Column("Months")],
        [
            [
                year, pounds(year_fee(agreed.fee, year)), pounds(month_fee(agreed.fee, (year - 1) * A_YEAR)),
                min(A_YEAR, agreed.months - (year - 1) * A_YEAR),
            ]
            for year in years
        ],
    )  # fmt: skip


def levels(agreed: Agreement) -> Table:
    """The service levels, with what falling short costs."""
    return Table(
        "Service levels",
        [Column("Level"), Column("Counted"), Column("Target"), Column("Falling short costs")],
        [[one.name, _counted(one), f"{one.target} of 100", _cost(one)] for one in agreed.levels],
        empty="None are agreed.",
    )


def _counted(one: Level) -> object:
    left_out = (
        [f"Left out: {', '.join(sorted(why.value for why in one.exclusions))}"] if one.exclusions else []
    )
    return Lines(f"{first_capital(one.measure.value)} within {count_of(one.within, 'working day')}", left_out)


def _cost(one: Level) -> object:
    back = [f"Given back after {count_of(one.earn_back, 'month')} running at target"] if one.earn_back else []
    return Lines(f"Up to {one.most} per cent of the month's fee, whole at {one.floor} of 100", back)
