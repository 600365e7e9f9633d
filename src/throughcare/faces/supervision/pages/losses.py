"""What ended for the viewer at another's hands: roles, sight, transfers answered, cases that left the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules import TransferState
from throughcare.faces.web.answering import leading
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.matter import Changed
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May

from .caseloads import roles_in_words

WEEK = timedelta(days=7)
UNNAMED = "Somebody no longer yours to see"
SETTLED = {
    TransferState.ACCEPTED: "{team} took the case you offered",
    TransferState.REFUSED: "{team} refused the case you offered",
    TransferState.WITHDRAWN: "The offer with {team} was taken back",
    TransferState.RETURNED: "The temporary move with {team} ended",
}


def losses(request: Asking) -> list[Changed]:
    """Each thing the viewer lost in the last seven days, told though they may see the person no longer."""
    if not request.member.may(May.LOOK_AT_PEOPLE):
        return []
    span = {"since": request.at - WEEK, "until": request.at}
    left = supervision.cases_left(**span) if leading(request) else []
    return [
        *_roles(supervision.roles_lost(**span)),
        *(_settled(one) for one in supervision.offers_settled(**span)),
        *(_unseen(one, request) for one in supervision.roles_out_of_sight()),
        *(
            Changed(
                one.at, f"Now answered for by {one.team}: {one.because or 'moved'}", "",
                about=f"{count_of(one.people, 'case')} left your team",
            )
            for one in left
        ),
    ]  # fmt: skip


def _roles(rows: Sequence[supervision.RoleLost]) -> list[Changed]:
    """The roles of one person that ended at once, for one reason and with one holder now, as one line."""
    together: dict[supervision.RoleLost, list[str]] = {}
    for one in rows:
        together.setdefault(replace(one, kind=""), []).append(one.kind)
    return [_lost(one, kinds) for one, kinds in together.items()]


def _lost(one: supervision.RoleLost, kinds: list[str]) -> Changed:
    """Whoever no longer holds roles is told why, and whom to ask now."""
    it = "it" if len(kinds) == 1 else "them"
    who = (
        f"{one.now} holds {it} now"
        if one.now
        else f"Nobody holds {it} yet"
        if one.team
        else "The case is closed"
    )
    if one.initials is not None:
        who = f"{one.team} answers for the case now" if one.team else "The case is closed"
    about = "" if one.initials is None else _called(one.initials)
    said = f"You are no longer {roles_in_words(kinds)}: {one.because}"
    return Changed(one.at, said, who, one.person_id, about)


def _settled(one: supervision.OfferSettled) -> Changed:
    said = SETTLED[one.state].format(team=one.team)
    seen = one.initials is None
    what = f"{said}: {one.answer}" if one.answer else said
    href = f"/transfers/{one.transfer_id}" if seen else ""
    return Changed(one.at, what, "", one.person_id, "" if seen else _called(one.initials or ""), href)


def _unseen(one: supervision.RolesUnseen, request: Asking) -> Changed:
    return Changed(
        one.since or request.at,
        f"You are still their {one.kind}, but what let your team see them has ended. Ask whoever leads the case",
        "",
        about=first_capital(f"{count_of(one.people, 'person', 'people')} you may no longer see"),
    )


def _called(initials: str) -> str:
    return f"{initials} (no longer yours to see)" if initials else UNNAMED
