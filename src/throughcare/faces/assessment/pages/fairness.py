"""Auditing a score by group: a table of scores and outcomes is read, audited and thrown away; the figures are kept a week."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.assessment.rules.fairness import Audit, Estimate, GroupFigures
from throughcare.casework.assessment.rules.outcome_tables import (
    MOST_DIMENSIONS,
    Asked,
    Earlier,
    audited,
    read,
)
from throughcare.faces.web.look import charts
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Item, Lines, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission, Refused, new_id

HEADING = "Audit a score by group"
LARGEST = 10 * 1024 * 1024
KEPT_FOR = 7 * 24 * 3600
"""Seconds for which an audit can be looked at again."""
BUSY_FOR = 60
"""Seconds for which a table is held by one audit of it, where that ends without letting go."""
EVERYBODY = "everybody"
_DRAWN = 6
FIGURES = {
    "auc": (
        "Area under the curve",
        "Chance that somebody with the outcome scored higher than somebody without",
        0.5,
    ),
    "false_positive": (
        "False positives",
        "Share of those without the outcome whom the score called high",
        None,
    ),
    "false_negative": ("False negatives", "Share of those with the outcome whom the score called low", None),
}
_COMPARED = {"difference": "Mean score less observed"} | {
    name: words for name, (words, *_) in FIGURES.items()
}


class Send(PlainForm):
    """The table, which of its columns are which, and how the score is read."""

    file = forms.FileField(
        label="Table of scores and outcomes",
        help_text="CSV or Parquet, one person a row, at most 10 MB. Leave names and numbers out: nothing but these columns is read.",
    )
    score = forms.CharField(label="Column of the score", initial="score", max_length=80)
    outcome = forms.CharField(
        label="Column of the outcome",
        initial="outcome",
        max_length=80,
        help_text="Yes or no, 1 or 0; blank where it is not known.",
    )
    by = forms.CharField(
        label="Compare by",
        initial="sex, ethnicity, age",
        max_length=300,
        help_text=f"Columns, with commas between; at most {MOST_DIMENSIONS}. Ages in years are put into bands.",
    )
    scale = forms.ChoiceField(
        label="What the score is",
        initial="percentage",
        widget=forms.RadioSelect,
        choices=[("percentage", "A percentage, from 0 to 100"), ("points", "Points")],
    )
    cut = forms.FloatField(
        label="Cut",
        initial=50,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="The score from which it says yes.",
    )

    def clean_file(self) -> Any:
        """No file larger than a page takes."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file must be 10 MB or smaller")
        return file

    @property
    def asked(self) -> Asked:
        """What was asked, as the rule takes it."""
        said = self.cleaned_data
        by = tuple(dict.fromkeys(name.strip() for name in said["by"].split(",") if name.strip()))
        return Asked(said["score"], said["outcome"], by, said["cut"], said["scale"] == "points")


@dataclass(frozen=True)
class Kept:
    """An audit as it is kept: whose it is, what was asked and the figures, all suppressed; no row of the table."""

    organisation_id: UUID
    asked: Asked
    told: Audit


@page(Permission.AUDIT_SCORES)
def start(request: Asking) -> HttpResponse:
    """Send a table, or read what an audit tells and what it does not."""
    form = Send(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            made = _audit(request, form.asked, content, file.name)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("fairness_shown", audit_id=made)
    return render(request, "assessment/fairness/start.html", {"heading": HEADING, "form": form})


def _audit(request: Asking, asked: Asked, content: bytes, name: str) -> UUID:
    """Audit a table, in the light of every audit of it before; one at a time, or two would tell together what neither does."""
    earlier = _of_the_same_table(request, content)
    if not cache.add(f"{earlier}-now", True, BUSY_FOR):
        raise Refused("Somebody of your organisation is auditing this table now. Send it again in a minute.")
    try:
        told = audited(read(content, name), asked, cache.get(earlier, ()))
        made = new_id()
        _remember(earlier, Earlier(asked, told.told))
        cache.set(_key(made), Kept(request.member.organisation_id, asked, told), KEPT_FOR)
    finally:
        cache.delete(f"{earlier}-now")
    return made


def _of_the_same_table(request: Asking, content: bytes) -> str:
    """Under what the organisation's audits of a table are remembered: colleagues could put their answers together."""
    return f"fairness-told-{request.member.organisation_id}-{hashlib.sha256(content).hexdigest()}"


def _remember(earlier: str, one: Earlier) -> None:
    cache.set(earlier, (*cache.get(earlier, ()), one), KEPT_FOR)


def _key(audit_id: UUID) -> str:
    return f"fairness-{audit_id}"


def _kept(request: Asking, audit_id: UUID) -> Kept:
    """An audit of the viewer's own organisation; another's is not found, whoever knows its address."""
    found = cache.get(_key(audit_id))
    if not isinstance(found, Kept) or found.organisation_id != request.member.organisation_id:
        raise Http404
    return found


def _dimension(request: HttpRequest, kept: Kept) -> str:
    asked = request.GET.get("by", kept.asked.by[0])
    if asked not in kept.asked.by:
        raise Http404
    return asked


@page(Permission.AUDIT_SCORES)
def shown(request: Asking, audit_id: UUID) -> HttpResponse:
    """One audit by one dimension: calibration, discrimination and errors, each drawn with its table beside it."""
    kept = _kept(request, audit_id)
    by = _dimension(request, kept)
    base, query = f"/fairness/{audit_id}", urlencode({"by": by})
    groups = _groups(kept, by)
    context = {
        "heading": f"{first_capital(kept.asked.score)} audited by {by}",
        "caption": f"Outcome: {kept.asked.outcome}",
        "sub_navigation": [
            Item(first_capital(one), f"{base}?{urlencode({'by': one})}", active=one == by)
            for one in kept.asked.by
        ],
        "rows": _everybody(kept),
        "table": _figures_table(groups, by),
        "calibration": _calibration_table(groups) if not kept.asked.points else None,
        "bins": _bins_table(groups) if not kept.asked.points else None,
        "calibration_src": f"{base}/chart/calibration.svg?{query}",
        "figures": [
            (title, f"{base}/chart/{name.replace('_', '-')}.svg?{query}", alt, _one_table(name, groups))
            for name, (title, alt, _) in FIGURES.items()
        ]
        if any(one.auc for one in groups)
        else [],
        "gaps": _gaps_table(kept, by),
        "points": kept.asked.points,
    }
    return render(request, "assessment/fairness/shown.html", context)


def _groups(kept: Kept, by: str) -> list[GroupFigures]:
    return [one for one in kept.told.figures if one.dimension == by]


def _everybody(kept: Kept) -> list[Row]:
    whole, left = kept.told.figures[0], kept.told.left_out.value
    return [
        Row("People", _people(whole)),
        Row(
            "Left out, with no score or no outcome",
            "Fewer than 10, or none" if left is None else f"About {left:,}",
        ),
        Row("Had the outcome", _said(whole.observed)),
        Row("Area under the curve", _said(whole.auc, percent=False)),
        Row("Cut", f"{kept.told.cut:g}{'' if kept.asked.points else '%'} and above says yes"),
    ]


def _people(one: GroupFigures) -> object:
    return Unknown("Withheld") if one.people.value is None else f"About {one.people.value:,}"


def _said(one: Estimate | None, *, percent: bool = True, signed: bool = False) -> object:
    """An estimate with its interval, or that it is withheld."""
    if one is None:
        return Unknown("Withheld")
    scale, places, unit = (100, 1, "%") if percent else (1, 3, "")
    sign = "+" if signed else ""
    value, low, high = (f"{scale * part:{sign}.{places}f}" for part in (one.value, one.low, one.high))
    return Lines(f"{value}{unit}", [f"{low} to {high}"])


def _figures_table(groups: list[GroupFigures], by: str) -> Table:
    columns = [
        Column(first_capital(by)),
        Column("People", numeric=True),
        Column("Had the outcome", numeric=True),
    ]
    rows = [[first_capital(one.group), _people(one), _said(one.observed)] for one in groups]
    return Table(f"By {by}, intervals at 95%", columns, rows)


def _calibration_table(groups: list[GroupFigures]) -> Table:
    rows = [[first_capital(one.group), _said(one.difference, signed=True)] for one in groups]
    columns = [Column("Group"), Column("Mean score less observed", numeric=True)]
    return Table("Score against outcome", columns, rows)


def _bins_table(groups: list[GroupFigures]) -> Table:
    rows = [
        [
            first_capital(one.group),
            f"{bin.mean_score:.0f}%",
            f"{100 * bin.observed:.0f}%",
            f"{bin.people.value:,}",
        ]
        for one in groups
        for bin in one.bins
        if bin.mean_score is not None and bin.observed is not None
    ]
    columns = [
        Column("Group"),
        Column("Mean score", numeric=True),
        Column("Had the outcome", numeric=True),
        Column("People", numeric=True),
    ]
    return Table("Every point of the chart", columns, rows, empty="Too few people to show any.")


def _one_table(name: str, groups: list[GroupFigures]) -> Table:
    title, _, _ = FIGURES[name]
    rows = [[first_capital(one.group), _said(getattr(one, name), percent=name != "auc")] for one in groups]
    return Table(title, [Column("Group"), Column(title, numeric=True)], rows)


def _gaps_table(kept: Kept, by: str) -> Table:
    rows = [
        [
            _COMPARED[gap.figure],
            " and ".join(first_capital(one) for one in gap.between),
            f"{gap.widest:.3f}",
            Tag("Intervals apart", "orange") if gap.is_clear else Tag("Within chance", "grey"),
        ]
        for gap in kept.told.gaps
        if gap.dimension == by
    ]
    columns = [
        Column("Figure"),
        Column("Widest between"),
        Column("Difference", numeric=True),
        Column("Chance"),
    ]
    return Table("Widest differences", columns, rows, empty="No two groups can be compared.")


@page(Permission.AUDIT_SCORES)
def chart(request: Asking, audit_id: UUID, name: str) -> HttpResponse:
    """One chart of an audit, drawn from its figures."""
    kept = _kept(request, audit_id)
    by = _dimension(request, kept)
    groups, figure = _groups(kept, by), name.replace("-", "_")
    if figure == "calibration" and not kept.asked.points:
        return charts.as_response(_calibration(groups, by))
    if figure not in FIGURES:
        raise Http404
    title, _, line_at = FIGURES[figure]
    known = [(one.group, getattr(one, figure)) for one in groups]
    drawn = [
        charts.Estimate(first_capital(g), round(e.value, 3), round(e.low, 3), round(e.high, 3))
        for g, e in known
        if e
    ]
    return charts.as_response(
        charts.intervals(f"{title} by {by}", drawn, unit=title.lower(), line_at=line_at)
    )


def _calibration(groups: list[GroupFigures], by: str) -> bytes:
    """The largest groups, and the line on which a score means what it says."""
    largest = sorted((one for one in groups if one.bins), key=lambda one: -(one.people.value or 0))[:_DRAWN]
    paths = {
        first_capital(one.group): [
            (bin.mean_score, 100 * bin.observed)
            for bin in one.bins
            if bin.mean_score is not None and bin.observed is not None
        ]
        for one in sorted(largest, key=lambda one: one.group)
    }
    paths = {name: path for name, path in paths.items() if path} | {
        "As it should be": [(0.0, 0.0), (100.0, 100.0)]
    }
    return charts.curves(
        f"Score against outcome by {by}", paths, across="mean score, %", unit="had the outcome, %"
    )
