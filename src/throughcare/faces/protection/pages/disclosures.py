"""What others were told of somebody: the register, and the sheet that the person may have of it, in English and in Welsh."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from throughcare.casework.people.rules.languages import ENGLISH, WELSH, written_to_in
from throughcare.casework.protection import queries
from throughcare.faces.web.look.parts import Column, Lines, Link, Table
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

TAB = "Public protection"


@page(May.SEE_PROTECTION)
def protection_disclosures(request: Asking, person_id: UUID) -> HttpResponse:
    """The register, for whoever reads the category."""
    context = about(request, person_id, TAB)
    table = Table(
        "Disclosures",
        [
            Column("Meeting"),
            Column("To whom"),
            Column("What"),
            Column("Why it is proportionate"),
            Column("Whether they are told"),
        ],
        [
            [
                Link(f"{one.on:%-d %B %Y}", f"/protection/meetings/{one.row.meeting_id}"),
                one.row.to_whom,
                one.row.what,
                one.row.because,
                Lines(
                    first_capital(one.row.told),
                    [
                        *filter(None, [one.row.told_because]),
                        "On their sheet" if one.theirs else "Not on their sheet",
                    ],
                ),
            ]
            for one in queries.disclosures_of(person_id)
        ],
        empty="Nothing was disclosed.",
    )
    context |= {
        "heading": "What others were told of them",
        "table": table,
        "sheet": f"{context['base']}/protection/told",
    }
    return render(request, "protection/disclosures.html", context)


@page(May.SEE_PROTECTION)
def protection_told(request: Asking, person_id: UUID) -> HttpResponse:
    """The sheet: what the person may read of it, and nothing by which they could tell that there is more."""
    context = about(request, person_id, TAB)
    if getattr(context["person"], "died_on", None) is not None:
        raise Refused("A death of this person is recorded, and nothing is handed to them.")
    asked = request.GET.get("in", "")
    spoken = (
        asked
        if asked in {ENGLISH, WELSH}
        else written_to_in(str(getattr(context["person"], "first_language", "")))
    )
    other = ENGLISH if spoken == WELSH else WELSH
    with translation.override("cy" if spoken == WELSH else "en-gb"):
        context |= {
            "heading": _("What we told others about you"),
            "lines": _lines(person_id),
            "closing": _(
                "Something may be left out where telling you could put somebody in danger. If you think that something is wrong, or you want to"
                " ask for what is held about you, tell your officer."
            ),
        }
    context |= {
        "welsh": spoken == WELSH,
        "other": f"{context['base']}/protection/told?in={other}",
        "other_words": "Read it in English" if other == ENGLISH else "Read it in Welsh",
    }
    return render(request, "protection/told.html", context)


def _lines(person_id: UUID) -> list[str]:
    told = [one for one in queries.disclosures_of(person_id) if one.theirs]
    said = [
        _("Decided on %(day)s. To: %(whom)s. What: %(what)s")
        % {"day": date_format(one.on, "j F Y"), "whom": one.row.to_whom, "what": one.row.what}
        for one in told
    ]
    return said or [_("There is nothing that we can show you here.")]
