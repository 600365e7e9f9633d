"""A page that reads the API's own description out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughcare.faces.api.operation import OPERATIONS, api
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Lines, Table


def describe(request: HttpRequest) -> HttpResponse:
    """Every operation, what it does and what it needs, folded by what it is of; open to anybody, for it shows no record."""
    schema = api.get_openapi_schema()
    tables = [_table(tag, schema) for tag in _tags(schema)]
    context = {
        "heading": "API",
        "tables": [(f"{table.caption} ({count_of(len(table.rows), 'call')})", table) for table in tables],
        "address": "/api/v1/openapi.json",
        "opened": request.GET.get("calls") == "all",
    }
    return render(request, "index/api.html", context)


def _tags(schema: dict[str, Any]) -> list[str]:
    found = (tag for methods in schema["paths"].values() for op in methods.values() for tag in op["tags"])
    return sorted(set(found))


def _table(tag: str, schema: dict[str, Any]) -> Table:
    rows = [
        [
            Lines(f"{method.upper()} {path}", []),
            op.get("description", op["summary"]),
            _needs(op["operationId"]),
        ]
        for path, methods in schema["paths"].items()
        for method, op in methods.items()
        if tag in op.get("tags", ())
    ]
    return Table(tag, [Column("Call"), Column("What it does"), Column("Needs permission to")], rows)


def _needs(operation_id: str) -> str:
    name = max((name for name in OPERATIONS if operation_id.endswith(name)), key=len, default="")
    permission = OPERATIONS.get(name)
    return permission.value if permission else "be a member"
