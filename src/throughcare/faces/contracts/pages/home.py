"""What of agreements stands on home: how providers stand, terms that wait for the viewer's signature, lines to rule on, statements to approve."""

from __future__ import annotations

from throughcare.commissioning.contracts import queries
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .home_standing import of_providers
from .saying import WHAT_IS_PROPOSED


def cards(request: Asking) -> list[HomeCard]:
    """How providers stand, for both sides; terms to sign, for whoever signs; disputed lines, for whoever rules; statements to approve, for whoever approves."""
    matters = [
        *of_providers(request),
        *_to_confirm(request),
        *_to_sign(request),
        *_to_rule(request),
        *_to_approve(request),
    ]
    if not matters and request.member.may(May.APPROVE_PAYMENT):
        return [HomeCard(61, more=Link("See what agreements come to, month by month", "/contracts/money"))]
    return [HomeCard(61, matters)] if matters else []


def _to_confirm(request: Asking) -> list[Matter]:
    if not request.member.may(May.END_AGREEMENT):
        return []
    return [
        Matter(
            kind="failure or hand-over to confirm",
            what=f"Confirm, or not, what {one.by} proposed: {WHAT_IS_PROPOSED[one.row.kind]}",
            do=Link("Look at it", f"/contracts/{one.row.agreement_id}/proposals/{one.row.id}"),
            since=day_of(one.row.at),
            about=one.title,
        )
        for one in queries.proposals()
        if one.may_confirm
    ]


def _to_sign(request: Asking) -> list[Matter]:
    if not request.member.may(May.SIGN_AGREEMENT):
        return []
    return [
        Matter(
            kind="terms to sign",
            what=f"Sign edition {terms.row.number} of the terms, or turn it down",
            do=Link("Look at it", f"/contracts/{one.stands.row.id}"),
            since=day_of(terms.row.at),
            about=one.stands.row.title,
        )
        for one in queries.agreements(request.member, at=request.at)
        for terms in one.waits
    ]


def _to_rule(request: Asking) -> list[Matter]:
    if not request.member.may(May.RULE_ON_DISPUTE):
        return []
    return [
        Matter(
            kind="line disputed",
            what=f"Rule on line {line.row.place} of {one.stands.row.month:%B %Y}",
            do=Link("Rule on it", f"/contracts/lines/{line.row.id}/rule"),
            since=day_of(line.dispute.at),
            about=one.title,
        )
        for one in queries.statements_seen()
        for line in one.stands.lines
        if line.dispute is not None and line.ruling is None
    ]


def _to_approve(request: Asking) -> list[Matter]:
    if not request.member.may(May.APPROVE_PAYMENT):
        return []
    return [
        Matter(
            kind="statement to approve",
            what=f"Approve the statement of {one.stands.row.month:%B %Y}",
            do=Link("Look at it", f"/contracts/statements/{one.stands.row.id}"),
            since=day_of(one.stands.row.at),
            about=one.title,
        )
        for one in queries.waits_for(request.member)
    ]
