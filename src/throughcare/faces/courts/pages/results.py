"""Bringing in court results and the courts' own messages."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import actions, queries
from throughcare.casework.courts.actions.uploads import LARGEST_FROM_PAGE
from throughcare.casework.courts.queries import Import, RefusedRow
from throughcare.casework.courts.rules.stream import COLUMNS, REQUIRED, Line
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, JobProgress, Lines, Link, Table
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.value_words import first_capital, state_tag
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .corrected import column_words, corrected_table
from .correcting import correction_form
from .questions import questions_table


class Send(PlainForm):
    """A file of court results."""

    file = forms.FileField(
        label="File of results or messages",
        help_text="CSV with a first line naming the columns, JSON lines, or the courts' own messages (JSON, or XML in its envelope). At most 10 MB.",
    )


@page(Permission.IMPORT_COURT_RESULTS)
def imports(request: Asking) -> HttpResponse:
    """Send a file, see what became of others, and correct the rows that were refused."""
    form = Send(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data.pop("file")
        if file.size > LARGEST_FROM_PAGE:
            form.add_error("file", "A file sent from this page holds at most 10 MB. Send it in parts.")
        elif do(request, form, actions.send_file, file_name=file.name, content=file.read()):
            messages.success(request, "The file was received and is being brought in.")
            return redirect("imports")
    refused = queries.refused_rows(most=200)
    context = {
        "heading": "Court results",
        "form": form,
        "submit": "Send",
        "columns": COLUMNS,
        "required": REQUIRED,
        "running": [_progress(u) for u in queries.uploads() if u.upload.state in {"waiting", "running"}],
        "ended": _ended(queries.uploads()),
        "refused": _refused_table(refused),
        "corrected": corrected_table(queries.corrected_results()),
        "questions": questions_table(queries.questions_open()),
        "history": _history(queries.imports()),
    }
    return render(request, "courts/imports.html", context)


def _progress(seen: queries.UploadSeen) -> tuple[JobProgress, UUID]:
    return JobProgress(
        f"Bringing in {seen.upload.file_name}", seen.lines, max(seen.of, 1), "/imports"
    ), seen.upload.id


def _ended(rows: list[queries.UploadSeen]) -> Table:
    shown = [u.upload for u in rows if u.upload.state in {"refused", "stopped"}]
    return Table(
        "Not brought in",
        [
            Column("File"),
            Column("Sent"),
            Column("What became of it"),
            Column("Why"),
            Column("Action", hidden=True),
        ],
        [
            [
                u.file_name,
                u.at,
                state_tag(u.state),
                u.because,
                Link("See", f"/imports/uploads/{u.id}", u.file_name),
            ]
            for u in shown
        ],
    )


def _refused_table(rows: list[RefusedRow]) -> Table:
    return Table(
        "Rows to correct",
        [
            Column("File"),
            Column("Line", numeric=True),
            Column("What is wrong"),
            Column("Action", hidden=True),
        ],
        [
            [
                r.brought.file_name,
                r.line,
                _faults(r),
                Link("Correct", f"/imports/rows/{r.id}", f"line {r.line} of {r.brought.file_name}"),
            ]
            for r in rows
        ],
        empty="No row waits for correction.",
    )


def _faults(row: RefusedRow) -> Lines:
    said = [_fault(f) for f in row.faults]
    return Lines(said[0] if said else "", said[1:])


def _fault(fault: dict[str, str]) -> str:
    name = column_words(fault["field"]) if fault["field"] else "The row"
    return f"{name}: {_said(fault)}"


def _said(fault: dict[str, str]) -> str:
    return fault["because"].removeprefix("is ").rstrip(".")


def _beside(row: RefusedRow) -> dict[str, str]:
    """What is wrong with each column of a row, in words for beside its field."""
    found: dict[str, list[str]] = {}
    for fault in row.faults:
        if fault["field"] in COLUMNS:
            found.setdefault(fault["field"], []).append(_said(fault))
    return {name: f"What is wrong: {'; '.join(said)}." for name, said in found.items()}


def _history(rows: list[Import]) -> Table:
    return Table(
        "Files brought in, latest first",
        [
            Column("File"),
            Column("When"),
            Column("Rows", numeric=True),
            Column("Recorded", numeric=True),
            Column("Recorded before", numeric=True),
            Column("Refused", numeric=True),
            Column("Corrected", numeric=True),
        ],
        [[i.file_name, i.at, i.lines, i.recorded, i.repeated, i.refused, i.waiting] for i in rows],
        empty="No file was brought in yet.",
    )


@page(Permission.IMPORT_COURT_RESULTS)
def upload(request: Asking, upload_id: UUID) -> HttpResponse:
    """One upload: stop it, or start it again."""
    seen = queries.upload_seen(upload_id)
    if seen is None:
        raise Http404
    if request.method == "POST":
        if "stop" in request.POST:
            return press(request, actions.stop_upload, "It will stop.", "/imports", upload_id=upload_id)
        return press(request, actions.start_upload_again, "It starts again.", "/imports", upload_id=upload_id)
    context = {
        "heading": seen.upload.file_name,
        "seen": seen,
        "state": state_tag(seen.upload.state),
        "back": Link("Court results", "/imports"),
    }
    return render(request, "courts/upload.html", context)


class SetAside(SentOnce, OfVersion, PlainForm):
    """Why a row is set aside."""

    because = CountedField(label="Reason", limit=300)


def _nothing_wrong(form: PlainForm, row: RefusedRow, fields: dict[str, str], request: Asking) -> bool:
    """Whether nothing is wrong with a corrected row; what is, is said beside its field."""
    typed = {name: value for name, value in fields.items() if value}
    for fault in queries.faults_in(
        Line(row.line, typed), unit=request.member.unit_id, today=day_of(request.at)
    ):
        said = first_capital(_said({"because": fault.because}))
        form.add_error(fault.field if fault.field in form.fields else None, said)
    return not form.errors


@page(Permission.CORRECT_REFUSED_ROW)
def refused_row(request: Asking, row_id: UUID) -> HttpResponse:
    """Correct one refused row, with what is wrong beside each field."""
    row = queries.refused_row(row_id)
    if row is None:
        raise Http404
    if row.state != "waiting":
        messages.info(request, "That row has been dealt with.")
        return redirect("imports")
    if row.line == 1 and not row.fields:
        return _unreadable_file(request, row)
    form = correction_form(row, _beside(row))(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        fields = form.row()
        version = form.cleaned_data.pop("version")
        if _nothing_wrong(form, row, fields, request) and do(
            request, form, actions.send_correction, row_id=row_id, version=version, fields=fields
        ):
            messages.success(request, "The correction was received and is being brought in.")
            return redirect("imports")
    context = {
        "heading": f"Correct line {row.line}",
        "caption": row.brought.file_name,
        "form": form,
        "submit": "Send the correction",
        "cancel": "/imports",
        "text": row.text,
        "faults": [_fault(f) for f in row.faults],
        "aside": SetAside(initial={"version": row.version}),
        "row": row,
    }
    return render(request, "courts/refused_row.html", context)


def _unreadable_file(request: Asking, row: RefusedRow) -> HttpResponse:
    """A file whose first line names no columns: nothing of it can be corrected row by row."""
    context = {
        "heading": "The file could not be read",
        "caption": row.brought.file_name,
        "text": row.text,
        "faults": [_fault(fault) for fault in row.faults],
        "aside": SetAside(initial={"version": row.version}),
        "row": row,
    }
    return render(request, "courts/unreadable_file.html", context)


@page(Permission.CORRECT_REFUSED_ROW)
def set_aside(request: Asking, row_id: UUID) -> HttpResponse:
    """Set a refused row aside, saying why."""
    form = SetAside(request.POST or None)
    if request.method == "POST" and form.is_valid():
        do(request, form, actions.set_aside_refused_row, row_id=row_id)
    for problem in form.errors.values():
        messages.error(request, str(problem[0]))
    return redirect("imports")
