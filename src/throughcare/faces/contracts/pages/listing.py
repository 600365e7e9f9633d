"""Agreements of one's own team, and one of them: its terms, where each edition stands, and what waits for the viewer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.commissioning.competition import queries as competition
from throughcare.commissioning.contracts import queries
from throughcare.commissioning.contracts.queries import AgreementSeen, TermsStand
from throughcare.commissioning.contracts.rules.signing import Side, Standing
from throughcare.faces.web.look.formats import day, moment
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

from .money import statements_table
from .saying import fees, levels, pounds, rows_of

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
        "rows": [*_sides(seen), *rows_of(terms.agreed)],
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
    if member.may(May.CHANGE_AGREEMENT) and seen.stands.editions:
        steps.append(Link("Propose a change", f"{BACK}/{seen.stands.row.id}/change"))
    steps.append(Link("Try the terms against other volumes", f"{BACK}/{seen.stands.row.id}/stress"))
    return [*steps, Link("Export it, to be worked out again", f"{BACK}/{seen.stands.row.id}/export")]


def _address(one: TermsStand, step: str) -> str:
    return f"{BACK}/terms/{one.row.id}/{step}"
