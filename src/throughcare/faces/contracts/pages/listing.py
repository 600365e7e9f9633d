"""Agreements of one's own team, and one of them: its terms, where each edition stands, and what waits for the viewer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.commissioning.competition import queries as competition
from throughcare.commissioning.contracts import queries
from throughcare.commissioning.contracts.queries import AgreementSeen, TermsStand
from throughcare.commissioning.contracts.rules.binding import check_may_offer_again
from throughcare.commissioning.contracts.rules.ending import check_is_over, check_runs
from throughcare.commissioning.contracts.rules.signing import Side, Standing
from throughcare.faces.web.look.formats import day, moment
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused, is_allowed
from throughcare.foundation.kernel.days import day_of

from .money import statements_table
from .saying import WHAT_IS_PROPOSED, fees, levels, pounds, rows_of

HEADING, BACK = "Contracts", "/contracts"


@page(May.LOOK_AT_AGREEMENTS)
def contracts(request: Asking) -> HttpResponse:
    """Every agreement of the viewer's team."""
    found = queries.agreements(request.member, at=request.at)
    table = Table(
        HEADING,
        [Column("Agreement"), Column("With"), Column("Term"), Column("How it stands")],
        [
            [
                Link(one.stands.row.title, f"{BACK}/{one.stands.row.id}"),
                one.provider if one.side is Side.BUYER else one.buyer,
                _term(one),
                Lines(_standing(one), ["Waits for you"] if one.waits else []),
            ]
            for one in found
        ],
        empty="Your team has no agreement yet.",
    )
    context = {
        "heading": HEADING,
        "table": table,
        "may_draw_up": request.member.may(May.DRAW_UP_AGREEMENT),
        "awards": _awards(request),
        "staff": [
            Link(f"Staff who would transfer to your team: {title}", f"{BACK}/{id}/staff")
            for id, title in queries.staff_to_take_over(one.stands.row.id for one in found).items()
        ],
    }
    return render(request, "contracts/contracts.html", context)


def _term(one: AgreementSeen) -> str:
    agreed = one.stands.latest.agreed
    return f"{day(agreed.starts)} to {day(agreed.ends)}"


def _standing(one: AgreementSeen) -> str:
    return first_capital(one.stands.latest.standing.value)


def _awards(request: Asking) -> list[Link]:
    """Competitions of the team's own that awarded something which has no agreement yet."""
    if not request.member.may(May.DRAW_UP_AGREEMENT):
        return []
    found = []
    for one in competition.competitions(request.member, at=request.at):
        row = one.stands.row
        if row.unit_id == request.member.unit_id and one.stands.decision is not None:
            try:
                waiting = queries.packages_awarded(row.id, request.member, at=request.at)
            except Refused:
                continue
            if waiting:
                found.append(Link(f"Draw up what “{row.title}” awarded", f"{BACK}/award/{row.id}"))
    return found


@page(May.LOOK_AT_AGREEMENTS)
def contract(request: Asking, contract_id: UUID) -> HttpResponse:
    """One agreement."""
    seen = found(request, contract_id)
    terms = seen.stands.latest
    context = {
        "heading": seen.stands.row.title,
        "back": Link(HEADING, BACK),
        "rows": [*_sides(seen), *_early(seen), *rows_of(terms.agreed)],
        "fees": fees(terms.agreed),
        "levels": levels(terms.agreed),
        "editions": _editions(request, seen),
        "text": terms.row.text,
        "statements": statements_table(
            [
                queries.StatementSeen(one, seen.stands.row.title, contract_id)
                for one in queries.statements_of(contract_id)
            ],
            "Statements",
        ),
        "steps": _steps(request, seen),
        "offers": _offers(request, seen),
    }
    return render(request, "contracts/contract.html", context)


def found(request: Asking, contract_id: UUID) -> AgreementSeen:
    """An agreement of the viewer's team, or no page."""
    try:
        return queries.agreement(contract_id, request.member, at=request.at)
    except Refused:
        raise Http404 from None


def _sides(seen: AgreementSeen) -> list[Row]:
    row = seen.stands.row
    how = (
        Lines(
            f"Awarded: {row.package}",
            [f"Not to be signed before {day(row.sign_from)}"] if row.sign_from else [],
        )
        if row.competition_id
        else Lines("Without a competition", [row.because])
    )
    return [
        Row("How it stands", Lines(_standing(seen), ["Waits for you"] if seen.waits else [])),
        Row("Bought by", seen.buyer),
        Row("Provided by", seen.provider),
        Row("How it came about", how),
    ]


def _editions(request: Asking, seen: AgreementSeen) -> Table:
    ids = [sign.member_id for one in seen.stands.terms for sign in one.signatures]
    names = access.member_names(ids)
    return Table(
        "Editions of the terms",
        [Column("Edition"), Column("Decides from"), Column("How it stands"), Column("Signed by"), Column("Price"), Column("Why")],
        [
            [
                one.row.number,
                day(one.row.starts),
                first_capital(one.standing.value),
                Lines("", [f"{names.get(s.member_id, 'Somebody')}, for the {s.side}, {moment(s.at)}" for s in one.signatures])
                if one.signatures else Unknown("Nobody yet"),
                _price(seen, one),
                Lines(one.row.because or "First terms", [one.answer.because] if one.answer else []),
            ]
            for one in seen.stands.terms
        ],
    )  # fmt: skip


def _price(seen: AgreementSeen, terms: TermsStand) -> object:
    priced = queries.price_of(seen.stands, terms)
    if priced is None:
        return Unknown("Not a change")
    if not priced.more:
        return "The fees stay as they are"
    return f"{pounds(abs(priced.more))} {'more' if priced.more > 0 else 'less'} in fees over what is left"


def _steps(request: Asking, seen: AgreementSeen) -> list[Link]:
    member = request.member
    steps = [
        Link(f"Sign edition {one.row.number}", _address(one, "sign"))
        for one in seen.waits
        if member.may(May.SIGN_AGREEMENT)
    ]
    for one in seen.stands.terms:
        if member.may(May.CHANGE_AGREEMENT) and one.standing in {Standing.OFFERED, Standing.ONE_SIDE}:
            ours = one.row.unit_id == member.unit_id
            step, words = ("take-back", "Take back") if ours else ("turn-down", "Turn down")
            steps.append(Link(f"{words} edition {one.row.number}", _address(one, step)))
    steps += _ending(request, seen)
    ours = seen.side is Side.BUYER and member.may(May.DRAW_UP_AGREEMENT)
    if ours and is_allowed(check_may_offer_again, [one.standing for one in seen.stands.terms]):
        steps.append(Link("Offer other terms", f"{BACK}/{seen.stands.row.id}/again"))
    if member.may(May.CHANGE_AGREEMENT) and seen.stands.editions:
        steps.append(Link("Propose a change", f"{BACK}/{seen.stands.row.id}/change"))
    if seen.stands.latest.agreed.levels:
        steps.append(Link("See whether the figures are what they seem", f"{BACK}/{seen.stands.row.id}/watch"))
    if seen.stands.latest.agreed.results:
        steps.append(
            Link(
                "See what was told of results, and what they come to", f"{BACK}/{seen.stands.row.id}/results"
            )
        )
    if seen.stands.latest.agreed.supply_chain:
        steps.append(
            Link("See what subcontractors were promised and paid", f"{BACK}/{seen.stands.row.id}/chain")
        )
    steps.append(Link("See how the provider stands", f"{BACK}/{seen.stands.row.id}/standing"))
    steps.append(Link("Try the terms against other volumes", f"{BACK}/{seen.stands.row.id}/stress"))
    return [*steps, Link("Export it, to be worked out again", f"{BACK}/{seen.stands.row.id}/export")]


def _ending(request: Asking, seen: AgreementSeen) -> list[Link]:
    """What may be done about its end: notice by either side, failure and hand-over by the buyer."""
    member, address = request.member, f"{BACK}/{seen.stands.row.id}"
    steps = []
    if seen.stands.editions and seen.stands.ending is None and member.may(May.CHANGE_AGREEMENT):
        steps.append(Link("Give notice", f"{address}/notice"))
    if seen.side is Side.BUYER and seen.stands.editions and member.may(May.END_AGREEMENT):
        if seen.stands.ending is None:
            steps.append(Link("Propose to say that the provider failed", f"{address}/failure"))
        steps.append(Link("Hand everything over, or rehearse it", f"{address}/handover"))
        steps += [
            Link(
                f"Look at what {one.by} proposed: {WHAT_IS_PROPOSED[one.row.kind]}",
                f"{address}/proposals/{one.row.id}",
            )
            for one in queries.proposals(seen.stands.row.id)
        ]
    return steps


def _offers(request: Asking, seen: AgreementSeen) -> tuple[str, str] | None:
    """The button of what an agreement does to the catalogue now, for whoever buys by it: its words and where it is sent."""
    stands, today = seen.stands, day_of(request.at)
    if seen.side is not Side.BUYER or not request.member.may(May.KEEP_CATALOGUE):
        return None
    address = f"{BACK}/{stands.row.id}"
    if is_allowed(check_runs, stands.editions, stands.ended, today):
        return "Have its services receive referrals", f"{address}/publish"
    if is_allowed(check_is_over, stands.editions, stands.ended, today):
        return "Send nobody to its services any more", f"{address}/close"
    return None


def _early(seen: AgreementSeen) -> list[Row]:
    """How it ends before its term, where it does."""
    ending = seen.stands.ending
    if ending is None:
        return []
    why = first_capital(ending.ground) if ending.ground else "By notice"
    return [Row("It ends early", Lines(day(ending.last_day), [why, ending.because]))]


def _address(one: TermsStand, step: str) -> str:
    return f"{BACK}/terms/{one.row.id}/{step}"
