"""Pooled budgets: every one of the viewer's organisation, drawing one up, one with its ledger, and each step of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.interventions.rules.words import need_areas
from throughcare.commissioning.needs import actions, queries
from throughcare.commissioning.needs.queries import PoolSeen
from throughcare.commissioning.needs.rules.pooling import MOST_PARTNERS, DecidedBy, Partner
from throughcare.commissioning.needs.rules.seats import Vote
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.formats import day, moment, money
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Finding, Refused
from throughcare.foundation.kernel import Permission as May

from .papers import PENCE

HEADING, BACK = "Pooled budgets", "/need/pools"
ROWS = 6
"""Partners that the form has room for."""


class DrawUp(SentOnce, PlainForm):
    """What partners agree: who, in what shares, whose money is kept for one need, and who decides."""

    title = forms.CharField(label="Title", max_length=120)
    basis = forms.CharField(label="Ground in law, or the agreement", max_length=300)
    place = forms.ChoiceField(label="Area it is for")
    starts = DayField(label="First day")
    ends = DayField(label="Last day")
    decided_by = forms.ChoiceField(
        label="Who decides what is spent", choices=[("", "Choose"), *((one.value, first_capital(one.value)) for one in DecidedBy)]
    )  # fmt: skip
    more_than = forms.IntegerField(
        label="More than this percent, where shares decide", min_value=1, max_value=99, initial=50
    )

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = queries.names_of_places()
        places = sorted(names.items(), key=lambda one: one[1])
        self.fields["place"].choices = [("", "Choose"), *places]  # type: ignore[attr-defined]
        needs = [("", "Any need"), *((code, area.name) for code, area in need_areas().items())]
        for number in range(1, ROWS + 1):
            needed = number <= 2
            self.fields[f"partner_{number}"] = forms.ChoiceField(
                label=f"Partner {number}", choices=[("", "Nobody"), *bodies], required=needed
            )
            self.fields[f"percent_{number}"] = forms.IntegerField(
                label=f"Share of partner {number}, in percent", min_value=1, max_value=99, required=needed
            )
            self.fields[f"kept_for_{number}"] = forms.ChoiceField(
                label=f"What the money of partner {number} may go to", choices=needs, required=False
            )

    def partners(self) -> tuple[Partner, ...]:
        """The partners that were filled in."""
        given = self.cleaned_data
        return tuple(
            Partner(UUID(given[f"partner_{n}"]), given[f"percent_{n}"] or 0, given[f"kept_for_{n}"])
            for n in range(1, min(ROWS, MOST_PARTNERS) + 1)
            if given[f"partner_{n}"]
        )


class Amount(SentOnce, PlainForm):
    """An amount in pounds."""

    amount = forms.DecimalField(label="Amount, in pounds", max_digits=12, decimal_places=2)


class Spend(Amount):
    """What is to be spent, on what, and why."""

    need = forms.ChoiceField(label="Need it goes to", choices=())
    because = CountedField(label="Why", limit=300, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = [(code, area.name) for code, area in need_areas().items()]
        self.fields["need"].choices = [("", "Choose"), *needs]  # type: ignore[attr-defined]


class Nothing(SentOnce, PlainForm):
    """Nothing to fill in."""


class CastVote(SentOnce, PlainForm):
    """A vote."""

    vote = forms.ChoiceField(
        label="Your organisation's vote", widget=forms.RadioSelect, choices=[(one.value, first_capital(one.value)) for one in Vote]
    )  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step of a pool: its heading, button, form, action, and what is said when it is done."""

    heading: str
    button: str
    form: type[PlainForm]
    act: Callable[..., object]
    said: str


STEPS = {
    "join": Step("Join the pool", "Join it", Nothing, actions.join_pool, "Your organisation has joined it."),
    "pay-in": Step(
        "Pay in", "Record it", Amount, actions.pay_into_pool, "It is recorded as your organisation's."
    ),
    "spend": Step(
        "Ask to spend", "Ask it", Spend, actions.ask_to_spend, "It waits for the votes of partners."
    ),
    "give-back": Step(
        "Give back what is left",
        "Give it back",
        Nothing,
        actions.give_back,
        "Each partner has its own money back.",
    ),
    "close-year": Step(
        "Close the year",
        "Close it",
        Nothing,
        actions.close_year,
        "What may not be carried over is given back to whose it is.",
    ),
}


@page(May.KEEP_POOL)
def pools(request: Asking) -> HttpResponse:
    """Every pooled budget that the viewer's organisation is a partner of."""
    found = queries.pools(request.member, at=request.at)
    table = Table(
        HEADING,
        [Column("Pool"), Column("Until"), Column("Left in it", numeric=True), Column("Yours of it", numeric=True)],
        [
            [
                Lines(Link(one.stands.row.title, f"{BACK}/{one.stands.row.id}"), _waits(one, request.member)), day(one.stands.agreed.ends),
                _pounds(sum(one.stands.left.values())), _pounds(one.stands.left.get(request.member.organisation_id, 0)),
            ]
            for one in found
        ],
        empty="Your organisation is a partner of no pool.",
    )  # fmt: skip
    context = {"heading": HEADING, "table": table, "new": f"{BACK}/new"}
    return render(request, "needs/pools.html", context)


def _waits(one: PoolSeen, who: Member) -> list[str]:
    return ["Waits for you"] if one.to_join or one.to_vote or one.to_give_back or one.to_close(who) else []


def _pounds(pence: int) -> str:
    return money(Decimal(pence) / PENCE)


@page(May.KEEP_POOL)
def draw_up(request: Asking) -> HttpResponse:
    """Draw a pool up, which one's own organisation leads."""
    bodies = sorted(((str(one.id), one.name) for one in access.organisations()), key=lambda one: one[1])
    form = DrawUp(request.POST or None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        partners = form.partners()
        for name in [name for name in form.cleaned_data if name.rpartition("_")[2].isdigit()]:
            del form.cleaned_data[name]
        if do(request, form, actions.draw_up_pool, partners=partners):
            messages.success(
                request, "It is drawn up. It begins once every partner has joined, yours among them."
            )
            return redirect(BACK)
    context = {
        "heading": "Draw up a pooled budget",
        "back": Link(HEADING, BACK),
        "form": form,
        "button": "Draw it up",
    }
    return render(request, "needs/step.html", context)


@page(May.KEEP_POOL)
def pool(request: Asking, pool_id: UUID) -> HttpResponse:
    """One pool: what was agreed, each partner's money to the penny, what is asked to be spent, and every line of its ledger."""
    seen = _found(request, pool_id)
    agreed = seen.stands.agreed
    rows = [
        Row("Led by", seen.names[agreed.lead]), Row("Ground", seen.stands.row.basis),
        Row("From", day(agreed.starts)), Row("Until", day(agreed.ends)), Row("Decided by", _rule(seen)),
        Row("Where it is for", queries.names_of_places().get(seen.stands.row.place, "")),
        Row("What the model there says", _by_clause(seen.pooled)),
        Row("Carried over at a year's end", _by_clause(seen.carries.finding)),
    ]  # fmt: skip
    context = {
        "heading": seen.stands.row.title, "back": Link(HEADING, BACK), "rows": rows, "steps": _steps(seen, request),
        "tables": [_partners(seen), _spendings(seen), *_years(seen), _ledger(seen)],
    }  # fmt: skip
    return render(request, "needs/pool.html", context)


def _by_clause(finding: Finding | None) -> object:
    return (
        Lines(finding.because, [str(finding.clause)])
        if finding
        else Unknown("No operating model is in force there")
    )


def _rule(seen: PoolSeen) -> str:
    agreed = seen.stands.agreed
    more = f": more than {agreed.more_than} percent" if agreed.decided_by is DecidedBy.SHARES else ""
    return f"{first_capital(agreed.decided_by.value)}{more}"


def _partners(seen: PoolSeen) -> Table:
    left, needs = seen.stands.left, need_areas()
    return Table(
        "Partners",
        [Column("Partner"), Column("Share", numeric=True), Column("Its money may go to"), Column("Left", numeric=True)],
        [
            [
                Lines(seen.names[one.organisation], [] if one.organisation in seen.stands.joined else ["Has not joined"]),
                f"{one.percent}%", needs[one.kept_for].name if one.kept_for in needs else "Any need", _pounds(left[one.organisation]),
            ]
            for one in seen.stands.agreed.partners
        ],
    )  # fmt: skip


def _spendings(seen: PoolSeen) -> Table:
    waiting = {one.row.id for one in seen.to_vote}
    rows: list[list[object]] = []
    for one in seen.stands.spendings:
        how: object = (
            "Spent" if one.is_spent else "Not agreed" if one.votes.against else Unknown("Not decided yet")
        )
        vote = Link("Vote on it", f"{BACK}/spendings/{one.row.id}")
        rows.append([
            need_areas()[one.row.need].name, one.row.because, _pounds(one.row.pence), vote if one.row.id in waiting else how
        ])  # fmt: skip
    columns = [Column("Need"), Column("Why"), Column("Amount", numeric=True), Column("How it stands")]
    return Table("What is asked to be spent", columns, rows, empty="Nothing was asked yet.")


def _years(seen: PoolSeen) -> list[Table]:
    """The year that is to be closed, with what goes back of it, and those that were closed; none where there is neither."""
    owed = _pounds(sum(seen.back.values()))
    rows: list[list[object]] = (
        [[day(seen.year), str(seen.carries.finding.clause), f"{owed} has to go back"]] if seen.back else []
    )
    rows += [
        [day(one.ends), one.clause, f"Closed: at most {one.percent}% carried over"]
        for one in seen.stands.years[::-1]
    ]
    columns = [Column("Year to"), Column("By"), Column("How it stands")]
    return [Table("Ends of years", columns, rows)] if rows else []


def _ledger(seen: PoolSeen) -> Table:
    return Table(
        "Ledger",
        [Column("When"), Column("Whose money"), Column("What"), Column("Amount", numeric=True)],
        [
            [
                moment(line.at),
                seen.names[line.organisation_id],
                first_capital(line.entry),
                _pounds(line.pence),
            ]
            for line in seen.stands.lines
        ],
        empty="Nothing was paid in yet.",
    )


def _steps(seen: PoolSeen, request: Asking) -> list[Link]:
    address, everybody = (
        f"{BACK}/{seen.stands.row.id}",
        len(seen.stands.joined) == len(seen.stands.agreed.partners),
    )
    ours = seen.stands.agreed.partner(request.member.organisation_id) is not None
    may = {
        "join": seen.to_join,
        "pay-in": ours and everybody,
        "spend": ours and everybody and any(seen.stands.left.values()),
        "give-back": seen.to_give_back,
        "close-year": seen.to_close(request.member),
    }
    return [Link(STEPS[step].heading, f"{address}/{step}") for step, now in may.items() if now]


def _found(request: Asking, pool_id: UUID) -> PoolSeen:
    try:
        return queries.pool(pool_id, request.member, at=request.at)
    except Refused:
        raise Http404 from None


@page(May.KEEP_POOL)
def step(request: Asking, pool_id: UUID, step: str) -> HttpResponse:
    """One step of a pool."""
    seen, taken = _found(request, pool_id), STEPS.get(step)
    if taken is None:
        raise Http404
    form = taken.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if "amount" in form.cleaned_data:
            form.cleaned_data["pence"] = int(form.cleaned_data.pop("amount") * PENCE)
        if do(request, form, taken.act, pool_id=pool_id):
            messages.success(request, taken.said)
            return redirect(f"{BACK}/{pool_id}")
    context = {
        "heading": taken.heading,
        "back": Link(seen.stands.row.title, f"{BACK}/{pool_id}"),
        "form": form,
        "button": taken.button,
        "said": _goes_back(seen) if step == "close-year" else "",
    }
    return render(request, "needs/step.html", context)


def _goes_back(seen: PoolSeen) -> str:
    """What closing the year gives back to whom."""
    parts = "; ".join(f"{_pounds(pence)} to {seen.names[who]}" for who, pence in seen.back.items())
    return f"{seen.carries.finding}. Of the year to {day(seen.year)} goes back: {parts or 'nothing'}."


@page(May.KEEP_POOL)
def vote(request: Asking, spending_id: UUID) -> HttpResponse:
    """Vote on what somebody asks to spend."""
    try:
        seen, asked = queries.spending(spending_id, request.member, at=request.at)
    except Refused:
        raise Http404 from None
    if asked.row.id not in {one.row.id for one in seen.to_vote}:
        raise Http404
    back, form = f"{BACK}/{seen.stands.row.id}", CastVote(request.POST or None)
    done = request.method == "POST" and form.is_valid()
    if done and do(request, form, actions.vote_on_spending, spending_id=spending_id):
        messages.success(request, "Your organisation has voted.")
        return redirect(back)
    said = f"{_pounds(asked.row.pence)} on {need_areas()[asked.row.need].name}: {asked.row.because}"
    context = {
        "heading": "Vote on a spending", "back": Link(seen.stands.row.title, back), "form": form, "button": "Vote", "said": said
    }  # fmt: skip
    return render(request, "needs/step.html", context)
