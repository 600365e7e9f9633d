"""What of access stands on home: the agreements under which others share with those who only read."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from throughcare.faces.web.home_card import HomeCard, Step, keeps_victims_told, works_jointly
from throughcare.faces.web.look.parts import Column, Link, Table
from throughcare.faces.web.matter import Changed, Matter
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import act_words, first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.ended import roles_changed
from throughcare.foundation.access.rates import TooOften, stopped_here
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .sharing import last_day

A_WEEK, WEEKS = timedelta(days=7), timedelta(days=42)


def cards(request: Asking) -> list[HomeCard]:
    """Who shares with whoever works jointly or keeps victims told; for auditors who was stopped; what is yet to be set up."""
    outside = works_jointly(request.member) or keeps_victims_told(request.member)
    stopped = stopped_here(request.at - A_WEEK) if request.member.may(May.READ_AUDIT) else []
    return [
        HomeCard(12, matters=_ending(request), changed=_own_roles(request)),
        *([HomeCard(62, table=agreements_table(request))] if outside else []),
        *([HomeCard(5, table=stopped_table(stopped))] if stopped else []),
        *(
            [HomeCard(13, steps=[_people(request)]), HomeCard(60, table=teams_table(request))]
            if request.member.may(May.ADMINISTER_MEMBERS)
            else []
        ),
    ]


def teams_table(request: Asking) -> Table:
    """The teams of the viewer's organisation, each with how many work there now, those where nobody does first."""
    units = access.units_of(request.member.organisation_id)
    many = Counter(member.unit_id for member in access.members_of([unit.id for unit in units], at=request.at))
    return Table(
        "Teams of your organisation",
        [Column("Team"), Column("Kind"), Column("Members now", numeric=True)],
        [
            [Link(unit.name, f"/units/{unit.id}"), first_capital(unit.kind), many[unit.id]]
            for unit in sorted(units, key=lambda unit: (many[unit.id] > 0, unit.name))
        ],
        empty="No team is recorded yet.",
    )


def _own_roles(request: Asking) -> list[Changed]:
    """The roles that the viewer's own account was given, or lost, in the last week."""
    account = request.member.account_id
    if account is None:
        return []
    found = roles_changed(account, since=request.at - A_WEEK, until=request.at)
    return [
        Changed(
            at,
            f"You {'may now also' if given else 'may no longer'} act as {role.role} in {role.unit_name}",
            "",
            about="Your account",
            href="/me",
        )
        for role, at, given in found
    ]


def _ending(request: Asking) -> list[Matter]:
    """The agreements that end within the weeks ahead, for whoever makes them anew."""
    if not request.member.may(May.MAKE_SHARING_AGREEMENT):
        return []
    return [
        Matter(
            kind="agreement ending",
            what=f"{one.shared_by} shares with {one.shared_with} for {one.purpose} until {last_day(one.until):%-d %B %Y}",
            do=Link("Renew it", f"/organisations/{one.shared_by_id}"),
            since=day_of(request.at),
            due=day_of(one.until),
            about=f"{one.shared_by} and {one.shared_with}",
        )
        for one in access.agreements_ending(at=request.at, until=request.at + WEEKS)
        if one.until is not None
    ]


def stopped_table(rows: list[TooOften]) -> Table:
    """Who of the organisation was stopped in the last week for doing too often what could harvest records."""
    return Table(
        "Stopped for going too fast",
        [Column("Who"), Column("What"), Column("Times done", numeric=True), Column("People shown", numeric=True),
         Column("Times stopped", numeric=True), Column("Last")],
        [[r.member, act_words(r.act), r.done, r.people, r.stopped, r.last] for r in rows],
    )  # fmt: skip


def _people(request: Asking) -> Step:
    """Whether anybody could bring results in and anybody could appoint."""
    needed = (May.IMPORT_COURT_RESULTS, May.APPOINT_HOLDER)
    found = [{m.id for m in access.members_who_may(permission, at=request.at)} for permission in needed]
    hint = (
        "A team with a senior and an offender manager, and a court team with a court officer, at the least."
    )
    return Step("Record the teams and their members", "/organisations", all(found), hint)


def agreements_table(request: Asking) -> Table:
    """The organisations that share with the viewer's own, for what and on what basis."""
    rows = access.agreements_with(request.member.organisation_id, at=request.at)
    return Table(
        "Who shares with your organisation",
        [Column("Organisation"), Column("For"), Column("On what basis"), Column("Last day")],
        [[a.shared_by, first_capital(a.purpose), a.basis, last_day(a.until)] for a in rows],
        empty="No organisation has an agreement to share with yours. An administrator records one.",
    )
