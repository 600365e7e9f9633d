"""Competitions: every one there is, publishing one, and one with what it has come to."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.queries import CompetitionSeen, EndingSeen, Waits
from throughcare.commissioning.competition.rules import regimes
from throughcare.commissioning.competition.rules.stages import Envelope, Stage
from throughcare.commissioning.needs import queries as needs
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import LONDON

from . import ending, needed
from .places import BACK, HEADING, found, places, pounds, text_of

NOON = time(12)
"""Competitions close at noon, London's (this service's own choice)."""


class Publish(SentOnce, PlainForm):
    """Units and rule, the law, the day it closes and who opens."""

    file = forms.FileField(
        label="Units and rule", help_text="YAML in UTF-8, without bids. Try it first, with made-up ones."
    )
    regime = forms.ChoiceField(label="Law it is bought under")
    closes = DayField(label="Day it closes", help_text="At noon.")
    questions = DayField(
        label="Day until which questions are taken",
        required=False,
        help_text="At noon. Leave it empty to take none.",
    )
    planned_on = DayField(label="Day of the planned procurement notice, if there was one", required=False)
    engaged_on = DayField(label="Day of the notice that asked the market, if there was one", required=False)
    not_engaged_because = forms.CharField(
        label="Why the market was not asked, where the law wants that said", required=False, max_length=500
    )
    intentions = forms.MultipleChoiceField(
        label="Intentions it buys for", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Its units then name their need and for how many people, within what the intention foresees.",
    )  # fmt: skip
    opener_one = forms.ChoiceField(label="First who opens the bids")
    opener_two = forms.ChoiceField(label="Second who opens the bids")

    def __init__(
        self, *args: Any, openers: list[tuple[str, str]], bought: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regime"].choices = [("", "Choose"), *regimes().items()]  # type: ignore[attr-defined]
        self.fields["intentions"].choices = bought  # type: ignore[attr-defined]
        if not bought:
            del self.fields["intentions"]
        for name in ("opener_one", "opener_two"):
            self.fields[name].choices = [("", "Choose"), *openers]  # type: ignore[attr-defined]


@page(May.TRY_AWARD)
def rounds(request: Asking) -> HttpResponse:
    """Every competition, those that are not over first."""
    found = queries.competitions(request.member, at=request.at)
    table = Table(
        HEADING,
        [Column("Competition"), Column("Bought by"), Column("Closes"), Column("How it stands")],
        [
            [Link(one.stands.row.title, f"{BACK}/{one.stands.row.id}"), one.buyer, moment(one.stands.row.closes_at), _stands(one)]
            for one in found
        ],
        empty="No competition was published yet.",
    )  # fmt: skip
    context = {
        "heading": HEADING, "sub_navigation": places(request.path), "table": table,
        "may_publish": request.member.may(May.RUN_COMPETITION),
    }  # fmt: skip
    return render(request, "competition/rounds.html", context)


def _stands(one: CompetitionSeen) -> object:
    waits = ["Waits for you"] if one.waits_for_me else []
    own = ["Your team's bid is sealed"] if one.own_bid else []
    return Lines(first_capital(one.stage.value), [*waits, *own])


@page(May.RUN_COMPETITION)
def publish(request: Asking) -> HttpResponse:
    """Publish a competition: what is sent stays as it is."""
    there = access.members_of([request.member.unit_id], at=request.at)
    openers = [(str(one.id), one.name) for one in there if one.may(May.OPEN_BIDS)]
    bought = [(str(row.id), paper.title) for row, paper in needs.to_be_bought()]
    form = Publish(request.POST or None, request.FILES or None, openers=openers, bought=bought)
    if request.method == "POST" and form.is_valid() and _published(request, form):
        messages.success(request, "It is published. Bids are taken once both who open have made a key.")
        return redirect(BACK)
    context = {
        "heading": "Publish a competition",
        "back": Link(HEADING, BACK),
        "form": form,
        "button": "Publish",
    }
    return render(request, "competition/step.html", context)


def _published(request: Asking, form: Publish) -> bool:
    given = form.cleaned_data
    terms = text_of(form, given.pop("file"))
    if terms is None:
        return False
    given["closes_at"] = datetime.combine(given.pop("closes"), NOON, LONDON)
    until = given.pop("questions")
    given["questions_until"] = datetime.combine(until, NOON, LONDON) if until else None
    given["opener_one"], given["opener_two"] = UUID(given["opener_one"]), UUID(given["opener_two"])
    given["intentions"] = [UUID(one) for one in given.get("intentions", [])]
    return do(request, form, actions.publish_competition, terms=terms)


@page(May.TRY_AWARD)
def one_round(request: Asking, competition_id: UUID) -> HttpResponse:
    """One competition: what is on offer, how it stands, and what the viewer may do or is told. That who might bid looked is kept."""
    seen = found(request, competition_id)
    if request.member.may(May.SEND_BID):
        add_to_line(seen=competition_id)
    end = queries.ending_of(seen, at=request.at)
    context: dict[str, Any] = {
        "heading": seen.stands.row.title, "back": Link(HEADING, BACK), "rows": [*_rows(seen), *ending.rows(seen, end)],
        "units": _units(seen), "terms": seen.stands.row.terms, "steps": _steps(request, seen, end),
        "tables": [*ending.tables(request, seen, end), needed.table(request, seen), *_bands(seen), _model_says(seen, request.at)],
    }  # fmt: skip
    if seen.stands.decision is not None:
        context |= _decided(seen)
    return render(request, "competition/round.html", context)


def _rows(seen: CompetitionSeen) -> list[Row]:
    row = seen.stands.row
    rows = [
        Row("How it stands", _stands(seen)),
        Row("Bought by", seen.buyer),
        Row("Law", regimes()[row.regime]),
        Row("Closes", moment(row.closes_at)),
        Row("Rule", f"{first_capital(seen.offer.objective.value)}; the whole of it stands below"),
    ]
    if seen.stands.called_off is not None:
        rows.append(Row("Called off because", seen.stands.called_off.because))
    return rows


def _units(seen: CompetitionSeen) -> Table:
    return Table(
        "Units on offer",
        [
            Column("Unit"), Column("What it is"), Column("People in a year", numeric=True),
            Column("Keeping it in-house would cost", numeric=True),
        ],
        [
            [
                unit.name, unit.title or Unknown("Not described"), needed.people(unit.people),
                pounds(unit.in_house.price) if unit.in_house else Unknown("It must be provided"),
            ]
            for unit in seen.offer.units
        ],
    )  # fmt: skip


def _bands(seen: CompetitionSeen) -> list[Table]:
    """The bands of volume that packages are priced in, and what the published rule allows outside the expected one."""
    bands = seen.offer.bands
    if bands is None:
        return []
    allowed = {
        bands.fewer: f"At least {bands.least_fewer}% of the price for each person expected is taken back for each short",
        bands.expected: "The price of the package, at which the award is made",
    }
    most = f"At most {bands.most_more}% of the price for each person expected, for each above"
    ends = [f"Up to {one.up_to}% of the people expected" if one.up_to else "Beyond" for one in bands.bands]
    rows: list[list[object]] = [
        [one.name, end, allowed.get(one, most)] for one, end in zip(bands.bands, ends, strict=True)
    ]
    return [
        Table("Bands of volume", [Column("Band"), Column("People in a year"), Column("What is asked")], rows)
    ]


def _model_says(seen: CompetitionSeen, at: datetime) -> Table:
    return Table(
        "What the operating model says of bids",
        [Column("What"), Column("Where it says so")],
        [
            [finding.because, Lines(str(finding.clause), [name])]
            for name, finding in queries.model_says(seen, at=at)
        ],
        empty="No operating model is in force where the buyer is appointed: everybody may bid.",
    )


def _steps(request: Asking, seen: CompetitionSeen, end: EndingSeen) -> list[Link]:
    member, address = request.member, f"{BACK}/{seen.stands.row.id}"
    buys = seen.stands.row.unit_id == member.unit_id
    may = {
        "make-key": ("Make your key", seen.waits is Waits.MAKE_KEY),
        "turn-key": ("Turn your key", seen.waits is Waits.TURN_KEY),
        "bid": ("Send a bid" if seen.own_bid is None else "Send another bid in its place", _bids(request, seen) and not buys),
        "withdraw": ("Take your team's bid back", _bids(request, seen) and seen.own_bid is not None),
        "promise": ("Say that you bid with another team", _bids(request, seen) and not buys),
        "bids": ("Bids that were opened, and what each rests on", Envelope.PRICES in seen.stands.opened),
        "prices": ("Prices that were asked about", Envelope.PRICES in seen.stands.opened),
        "answers": ("Answers and their scores", Envelope.ANSWERS in seen.stands.opened and buys),
        "panel": ("Panel", buys and seen.offer.evaluation is not None and member.may(May.RUN_COMPETITION)),
        "decide": ("Decide by the published rule", seen.waits is Waits.DECIDE),
        **ending.steps(request, seen, end),
        "interests": ("Interests of the buyer's side", not member.may(May.SEND_BID)),
        "wall": ("Wall between the two sides", True),
        "certificate": ("Certificate that the wall held", buys and member.may(May.CERTIFY_WALL)),
        "call-off": ("Call it off", buys and member.may(May.RUN_COMPETITION) and seen.stands.called_off is None and end.signed_at is None),
    }  # fmt: skip
    return [Link(text, f"{address}/{step}") for step, (text, now) in may.items() if now]


def _bids(request: Asking, seen: CompetitionSeen) -> bool:
    return request.member.may(May.SEND_BID) and seen.stage is Stage.OPEN


def _decided(seen: CompetitionSeen) -> dict[str, object]:
    award: dict[str, Any] = seen.stands.decision.award if seen.stands.decision else {}
    summaries = queries.summaries(seen.stands.row.id)
    told = [[row.bidder, one["package"], one["words"]] for row in summaries for one in row.changes]
    told += [[row.bidder, Unknown("Not considered"), row.out] for row in summaries if row.out]
    return {
        "none": _why_none(award),
        "awarded": _awarded(award),
        "cost": pounds(award.get("cost", 0)),
        "told": _told(told),
        "judged": _judged(seen),
    }


def _why_none(award: dict[str, Any]) -> str:
    if award["awarded"]:
        return ""
    unoffered, way = award["unoffered"], award["in_the_way"]
    if unoffered:
        return f"Nobody offered {', '.join(unoffered)}."
    return (
        f"No set of bids kept every limit. Each of these alone stood in the way: {', '.join(way) or 'none'}."
    )


def _awarded(award: dict[str, Any]) -> Table | None:
    if not award["awarded"]:
        return None
    rows: list[list[object]] = [
        [one["package"], one["bidder"], Lines("", one["units"])] for one in award["taken"]
    ]
    rows += [[Unknown("None"), "Stays in-house", name] for name in award["in_house"]]
    return Table("What the rule chose", [Column("Package"), Column("Provider"), Column("Units")], rows)


def _judged(seen: CompetitionSeen) -> Table | None:
    summaries = queries.summaries(seen.stands.row.id)
    rows: list[list[object]] = [
        [row.bidder, one["criterion"], Lines(f"{one['score']}: {one['means']}", one["because"])]
        for row in summaries
        for one in row.scores
    ]
    rows += [
        [row.bidder, "Quality in all", f"{row.quality} of 100"]
        for row in summaries
        if row.quality is not None
    ]
    columns = [Column("Bidder"), Column("Criterion"), Column("Score and why")]
    return Table("How answers were scored", columns, rows) if rows else None


def _told(rows: list[list[object]]) -> Table:
    return Table(
        "What bidders are told",
        [Column("Bidder"), Column("Package"), Column("The least change that would have won")],
        rows,
        empty="Nothing that you may see.",
    )
