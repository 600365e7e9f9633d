"""A team in two pictures: whom each member holds by risk, and how many cases came and went by month.

Pure: numbers become shapes, shapes become SVG. The table beside each says the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from throughcare.casework.supervision.queries import MonthOfCases
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Table

WIDE, LEFT, RIGHT, ROW, BAR = 900, 190, 40, 30, 18
INK, LINE = "#0d2b33", "#c3cfce"
RISKS: Final = {
    "very_high": ("Very high", "#8f1d14"),
    "high": ("High", "#d4351c"),
    "medium": ("Medium", "#e6a93c"),
    "low": ("Low", "#7fc4c0"),
    "not_assessed": ("Not assessed", "#9aa7a9"),
}
CAME, WENT, TALL, MOST_ROWS = "#0a6570", "#e6a93c", 150, 30


def workload_drawn(rows: Sequence[tuple[str, Mapping[str, int]]]) -> str:
    """One bar for each member, the fullest first as given, divided by risk; empty where nobody holds anybody."""
    most = max((sum(risks.values()) for _, risks in rows), default=0)
    if not most:
        return ""
    scale = (WIDE - LEFT - RIGHT) / most
    bars = [_member(name, risks, n, scale) for n, (name, risks) in enumerate(rows[:MOST_ROWS], 1)]
    said = "; ".join(
        f"{name} {count_of(sum(risks.values()), 'person', 'people')}" for name, risks in rows[:MOST_ROWS]
    )
    key = [
        (words, fill) for risk, (words, fill) in RISKS.items() if any(risks.get(risk) for _, risks in rows)
    ]
    return _svg(
        f"Whom each member holds, by risk: {said}", _key(key) + "".join(bars), ROW * (len(bars) + 1) + 8
    )


def _member(name: str, risks: Mapping[str, int], row: int, scale: float) -> str:
    left, top = float(LEFT), ROW * row + 6
    shapes = [f'<text x="0" y="{top + 14}">{escape(_short(name))}</text>']
    for risk, (words, fill) in RISKS.items():
        many = risks.get(risk, 0)
        if many:
            title = f"<title>{escape(f'{name}, {words.lower()}: {many}')}</title>"
            shapes.append(
                f'<rect x="{left:.1f}" y="{top}" width="{many * scale:.1f}" height="{BAR}" fill="{fill}" stroke="#ffffff">{title}</rect>'
            )
            left += many * scale
    shapes.append(f'<text x="{left + 6:.1f}" y="{top + 14}">{sum(risks.values())}</text>')
    return "".join(shapes)


def flow_drawn(months: Sequence[MonthOfCases]) -> str:
    """For each month what came above the line and what went below it, with how many were the team's at its end."""
    most = max((max(one.came, one.went) for one in months), default=0)
    if not most:
        return ""
    step = (WIDE - 20) / len(months)
    shapes = [_month(one, 10 + n * step, step, TALL / 2 / most) for n, one in enumerate(months)]
    middle = ROW + TALL / 2
    line = f'<line x1="10" x2="{WIDE - 10}" y1="{middle}" y2="{middle}" stroke="{INK}"/>'
    came, went = sum(one.came for one in months), sum(one.went for one in months)
    said = f"In {len(months)} months {count_of(came, 'case')} came and {went} went; {months[-1].at_end} now"
    return _svg(said, _key([("Came", CAME), ("Went", WENT)]) + line + "".join(shapes), ROW + TALL + 52)


def _month(one: MonthOfCases, left: float, step: float, scale: float) -> str:
    middle, wide = ROW + TALL / 2, step * 0.5
    at = left + step / 2
    bars = (
        f'<rect x="{at - wide / 2:.1f}" y="{middle - one.came * scale:.1f}" width="{wide:.1f}" height="{one.came * scale:.1f}" fill="{CAME}"/>'
        f'<rect x="{at - wide / 2:.1f}" y="{middle:.1f}" width="{wide:.1f}" height="{one.went * scale:.1f}" fill="{WENT}"/>'
    )
    words = [(ROW + TALL + 22, f"{one.first:%b}"), (ROW + TALL + 42, f"{one.at_end}")]
    said = "".join(f'<text x="{at:.1f}" y="{y}" text-anchor="middle">{escape(w)}</text>' for y, w in words)
    return f"<g><title>{escape(_said(one))}</title>{bars}{said}</g>"


def _said(one: MonthOfCases) -> str:
    return f"{one.first:%B %Y}: {one.came} came, {one.went} went, {one.at_end} at its end"


def flow_table(months: Sequence[MonthOfCases]) -> Table:
    """The same in figures."""
    return Table(
        "Cases that came and went in twelve months",
        [Column("Month"), Column("Came", numeric=True), Column("Went", numeric=True), Column("At its end, or now", numeric=True)],
        [[f"{one.first:%B %Y}", one.came, one.went, one.at_end] for one in months],
    )  # fmt: skip


def _key(kinds: Sequence[tuple[str, str]]) -> str:
    """What each colour means, in the order in which a bar is divided."""
    shapes, left = [], 0
    for words, fill in kinds:
        shapes.append(
            f'<rect x="{left}" y="4" width="14" height="14" fill="{fill}"/><text x="{left + 20}" y="16">{escape(words)}</text>'
        )
        left += 44 + 9 * len(words)
    return "".join(shapes)


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"


def _svg(said: str, shapes: str, tall: float) -> str:
    title = escape(said)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {tall:g}" role="img" aria-label="{title}"'
        f' font-size="15" fill="{INK}"><title>{title}</title>{shapes}</svg>'
    )
