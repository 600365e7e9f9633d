"""Who did what in one's own organisation: the audit, without the people it was done about."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.faces.web.look.parts import Column, Item, Lines, Link, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import act_words, first_capital
from throughcare.foundation.access import queries
from throughcare.foundation.kernel import Permission

SIZE = 25
KINDS = {"": "everything", "did": "done", "looked": "looked at", "refused": "refused", "failed": "failed"}


def _id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


@page(Permission.READ_AUDIT)
def audit(request: Asking) -> HttpResponse:
    """What the organisation's members did, looked at and were refused, the latest first; of one member when asked."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    who = _id(request.GET.get("member", ""))
    before = _id(request.GET.get("before", ""))
    rows = queries.done_here(kind=kind, member_id=who, before=before, most=SIZE + 1)
    name = next(iter(queries.member_names([who]).values()), "") if who else ""
    asked = {"member": str(who)} if who else {}
    context = {
        "heading": f"Audit: {name or request.member.organisation_name}",
        "name": name,
        "table": _table(rows[:SIZE]),
        "kinds": [Item(text, f"?{urlencode(asked | {'kind': k})}", k == kind) for k, text in KINDS.items()],
        "next": f"?{urlencode(asked | {'kind': kind, 'before': str(rows[SIZE - 1].id)})}"
        if len(rows) > SIZE
        else "",
        "back": Link("The whole organisation", "/audit") if who else None,
    }
    return render(request, "access/audit.html", context)


def _table(rows: list[queries.DoneHere]) -> Table:
    return Table(
        "Latest first",
        [Column("When"), Column("Who"), Column("Role"), Column("What"), Column("People", numeric=True)],
        [
            [
                row.at,
                Lines(
                    Link(row.member, f"/audit?member={row.member_id}")
                    if row.member
                    else Unknown("A service"),
                    [row.unit or ""],
                ),
                first_capital(row.role),
                Lines(
                    act_words(row.act),
                    [Tag(first_capital(row.kind), "red"), row.because]
                    if row.kind in {"refused", "failed"}
                    else [],
                ),
                row.people,
            ]
            for row in rows
        ],
        empty="Nothing like this was recorded.",
    )
