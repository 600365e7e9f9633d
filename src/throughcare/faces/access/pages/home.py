"""What of access stands on home: the agreements under which others share with those who only read."""

from __future__ import annotations

from throughcare.faces.web.home_card import HomeCard, keeps_victims_told, works_jointly
from throughcare.faces.web.look.parts import Column, Table
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access

from .sharing import last_day


def cards(request: Asking) -> list[HomeCard]:
    """Who shares with the organisation of somebody who works jointly, or keeps victims told."""
    outside = works_jointly(request.member) or keeps_victims_told(request.member)
    return [HomeCard(62, table=agreements_table(request))] if outside else []


def agreements_table(request: Asking) -> Table:
    """The organisations that share with the viewer's own, for what and on what basis."""
    rows = access.agreements_with(request.member.organisation_id, at=request.at)
    return Table(
        "Who shares with your organisation",
        [Column("Organisation"), Column("For"), Column("On what basis"), Column("Last day")],
        [[a.shared_by, first_capital(a.purpose), a.basis, last_day(a.until)] for a in rows],
        empty="No organisation has an agreement to share with yours. An administrator records one.",
    )
