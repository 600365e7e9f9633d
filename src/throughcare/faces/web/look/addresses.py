"""Addresses made from the one being looked at: the next page, another order, the same filters."""

from dataclasses import dataclass
from typing import Any, Literal

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict

from throughcare.faces.web.look.parts import Column, Pages, Step

Direction = Literal["ascending", "descending", "none"]


@dataclass(frozen=True)
class Head:
    """A column's heading with the address that orders by it and the order in force."""

    column: Column
    href: str
    direction: Direction | None


def with_query(request: HttpRequest | None, **changes: str | None) -> str:
    """The request's query with these names changed; None takes a name away. Starts with "?"."""
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


def head(column: Column, order: str, request: HttpRequest | None) -> Head:
    """The heading of one column; a column already rising is offered falling. Ordering goes back to page 1."""
    if not column.sort:
        return Head(column, "", None)
    rising = order == column.sort
    falling = order == f"-{column.sort}"
    href = with_query(request, sort=f"-{column.sort}" if rising else column.sort, page=None)
    return Head(column, href, "ascending" if rising else "descending" if falling else "none")


def pages_of(page: "Page[Any]", noun: str) -> Pages:
    """What a page of Django's Paginator says about itself."""
    return Pages(page.number, page.paginator.num_pages, page.paginator.count, noun, page.paginator.per_page)


def numbers(number: int, of: int) -> list[int | None]:
    """The page numbers worth showing: first, last, the current and its neighbours; None for a gap."""
    near = sorted({1, of, *range(max(1, number - 1), min(of, number + 1) + 1)})
    found: list[int | None] = []
    for page in near:
        previous = found[-1] if found else None
        if previous is not None and page - previous == 2:
            found.append(previous + 1)
        elif previous is not None and page - previous > 2:
            found.append(None)
        found.append(page)
    return found


def _step(number: int | None, current: int, request: HttpRequest | None) -> Step:
    href = "" if number is None else with_query(request, page=str(number))
    return Step(number, href, number == current)


def steps(pages: Pages, request: HttpRequest | None) -> dict[str, Any]:
    """The links of a pagination: previous, numbers, next, and which things this page shows."""
    first = (pages.number - 1) * pages.per_page + 1
    last = pages.number * pages.per_page
    return {
        "steps": [_step(n, pages.number, request) for n in numbers(pages.number, pages.of)],
        "previous": with_query(request, page=str(pages.number - 1)) if pages.number > 1 else "",
        "next": with_query(request, page=str(pages.number + 1)) if pages.number < pages.of else "",
        "first": first,
        "last": last if pages.total is None else min(last, pages.total),
    }
