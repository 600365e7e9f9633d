"""A sentence as one picture: a line from court to end with today on it, its bands, its requirements, and each contact.

Pure: facts become shapes, shapes become SVG. The table beside the picture says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

WIDE, LEFT, RIGHT, ROW, BAR = 900, 190, 20, 34, 16
INK, LINE, MIST = "#0d2b33", "#c3cfce", "#f1f5f4"
FILLS: Final = {"custody": "#5b4b8a", "licence": "#7fc4c0", "community": "#0a6570"}
DOTS: Final = {"met": "#00703c", "late": "#b58840", "failed": "#d4351c", "other": "#48585c"}


@dataclass(frozen=True)
class Band:
    """A stretch of a sentence served in one way: in custody, on licence or in the community; ``last`` is its last day."""

    kind: str
    first: date
    last: date


@dataclass(frozen=True)
class Part:
    """A requirement: in words, and how much of how much is done (None: what is done of it is not counted)."""

    label: str
    done: float | None
    whole: float | None
    unit: str = ""

    @property
    def share(self) -> float | None:
        """How much of it is done, from nought to one; None where that is not counted."""
        if self.done is None or not self.whole:
            return None
        return min(1.0, self.done / self.whole)

    @property
    def words(self) -> str:
        """How far it is, in words."""
        if self.done is None or self.whole is None:
            return "Not counted"
        return f"{self.done:g} of {self.whole:g} {self.unit} done"


@dataclass(frozen=True)
class Dot:
    """A contact on a day: met, late, failed or other."""

    on: date
    kind: str


@dataclass(frozen=True)
class Picture:
    """What one sentence's picture shows; ``last`` None where the sentence has no fixed end, and it is drawn to today."""

    title: str
    first: date
    last: date | None
    today: date
    bands: tuple[Band, ...]
    parts: tuple[Part, ...] = ()
    dots: tuple[Dot, ...] = ()

    @property
    def until(self) -> date:
        """The day that the line is drawn to."""
        return self.last if self.last is not None else max(self.today, self.first)


def bands_of(
    first: date, last: date | None, released: date | None, *, custodial: bool, today: date
) -> tuple[Band, ...]:
    """The bands of a sentence: custody until the day before release and licence from it, or the community throughout."""
    until = last if last is not None else max(today, first)
    if not custodial:
        return (Band("community", first, until),)
    if released is None or released > until:
        return (Band("custody", first, until),)
    if released <= first:
        return (Band("licence", first, until),)
    return (
        Band("custody", first, date.fromordinal(released.toordinal() - 1)),
        Band("licence", released, until),
    )


def place_of(day: date, picture: Picture) -> float:
    """Where a day stands from left to right, within the line."""
    whole = max(1, (picture.until - picture.first).days)
    share = min(1.0, max(0.0, (day - picture.first).days / whole))
    return LEFT + share * (WIDE - LEFT - RIGHT)


def drawn(picture: Picture) -> str:
    """The picture as SVG, with its title for whoever hears it."""
    rows = [_served(picture), *(_part(part, n) for n, part in enumerate(picture.parts, 1))]
    place = 1 + len(picture.parts)
    rows.append(_contacts(picture, place))
    tall = ROW * (place + 2)
    title = escape(spoken(picture))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {tall}" role="img" aria-label="{title}"'
        f' font-size="15" fill="{INK}"><title>{title}</title>'
        f"{''.join(rows)}{_today(picture, tall)}{_ends(picture, tall)}</svg>"
    )


def spoken(picture: Picture) -> str:
    """The picture in a sentence."""
    end = f"to {picture.last:%-d %B %Y}" if picture.last else "with no fixed end"
    came = sum(dot.kind in {"met", "late"} for dot in picture.dots)
    failed = sum(dot.kind == "failed" for dot in picture.dots)
    said = [f"{part.label}: {part.words.lower()}" for part in picture.parts if part.share is not None]
    met = f"seen {came} times, missed {failed}" if picture.dots else "no contact recorded"
    return f"{picture.title} from {picture.first:%-d %B %Y} {end}; " + "; ".join([*said, met])


def rows_of(picture: Picture) -> list[tuple[str, str, str]]:
    """The table beside the picture: what, when, and how far."""
    name = {"custody": "In custody", "licence": "On licence", "community": "In the community"}
    bands = [
        (name[band.kind], f"{band.first:%-d %B %Y} to {band.last:%-d %B %Y}", _state(band, picture.today))
        for band in picture.bands
    ]
    parts = [(part.label, "", part.words) for part in picture.parts]
    counts = [(kind, sum(dot.kind == kind for dot in picture.dots)) for kind in DOTS]
    said = ", ".join(f"{n} {_DOT_WORDS[kind]}" for kind, n in counts if n) or "None recorded"
    return [*bands, *parts, ("Contacts", "", said)]


_DOT_WORDS: Final = {"met": "met", "late": "came late", "failed": "missed", "other": "other"}


def _state(band: Band, today: date) -> str:
    if today < band.first:
        return "To come"
    return "Over" if today > band.last else "Now"


def _label(words: str, row: int) -> str:
    shown = words if len(words) <= 24 else words[:23] + "…"
    return f'<text x="0" y="{ROW * row + 24}">{escape(shown)}</text>'


def _served(picture: Picture) -> str:
    shapes = [_label(picture.title, 0)]
    for band in picture.bands:
        left = place_of(band.first, picture)
        wide = max(2.0, place_of(band.last, picture) - left)
        shapes.append(
            f'<rect x="{left:.1f}" y="12" width="{wide:.1f}" height="{BAR}" fill="{FILLS[band.kind]}"/>'
        )
    return "".join(shapes)


def _part(part: Part, row: int) -> str:
    top, whole = ROW * row + 12, WIDE - LEFT - RIGHT
    box = f'<rect x="{LEFT}" y="{top}" width="{whole}" height="{BAR}" fill="{MIST}" stroke="{LINE}"/>'
    words = f'<text x="{LEFT + 6}" y="{top + 13}" font-size="13">{escape(part.words)}</text>'
    if not part.share:
        return _label(part.label, row) + box + words
    fill = f'<rect x="{LEFT}" y="{top}" width="{part.share * whole:.1f}" height="{BAR}" fill="{FILLS["licence"]}"/>'
    return _label(part.label, row) + box + fill + words


def _contacts(picture: Picture, row: int) -> str:
    middle = ROW * row + 20
    line = f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{middle}" y2="{middle}" stroke="{LINE}"/>'
    dots = [_dot(dot, place_of(dot.on, picture), middle) for dot in picture.dots]
    return _label("Contacts", row) + line + "".join(dots)


def _dot(dot: Dot, x: float, y: int) -> str:
    """Who was met as a round dot, a failure as a cross, so that no colour says it alone."""
    colour = DOTS[dot.kind]
    if dot.kind == "failed":
        return f'<path d="M{x - 5:.1f} {y - 5}l10 10m0 -10l-10 10" stroke="{colour}" stroke-width="2.5" fill="none"/>'
    fill = colour if dot.kind == "met" else "#ffffff"
    return f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="{fill}" stroke="{colour}" stroke-width="2"/>'


def _today(picture: Picture, tall: int) -> str:
    x = place_of(picture.today, picture)
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{tall - 22}" stroke="#d4351c" stroke-width="2" stroke-dasharray="5 3"/>'
        f'<text x="{x:.1f}" y="{tall - 6}" text-anchor="middle" font-size="13">Today</text>'
    )


def _ends(picture: Picture, tall: int) -> str:
    """The first and last day under the line, where today's word does not stand in their place."""
    at = place_of(picture.today, picture)
    end = f"{picture.last:%-d %b %Y}" if picture.last else "no fixed end"
    shown = []
    if at - LEFT > 110:
        shown.append(f'<text x="{LEFT}" y="{tall - 6}" font-size="13">{picture.first:%-d %b %Y}</text>')
    if WIDE - RIGHT - at > 110:
        shown.append(f'<text x="{WIDE - RIGHT}" y="{tall - 6}" text-anchor="end" font-size="13">{end}</text>')
    return "".join(shown)


def in_order(pictures: Sequence[Picture]) -> list[Picture]:
    """The sentences whose end is furthest first: what is left of the whole is read at the top."""
    return sorted(pictures, key=lambda one: (one.until, one.first), reverse=True)
