"""Charts drawn on the server as SVG; each page that shows one shows the table of its values beside it.

Colours are from Okabe and Ito's set, told apart by people who see fewer colours. Text is in a font of Arial's
measures, which every machine has under one name or another. Altair is loaded only when a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpResponse

if TYPE_CHECKING:
    import altair

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
PALETTE = ("#0a6570", "#e69f00", "#56b4e9", "#d55e00", "#009e73", "#cc79a7", "#12202a")
INK, QUIET, LINE = "#12202a", "#48585c", "#c3cfce"
WIDE, DESK = 310, 700
"""Points across the plot, as a phone shows it and as a page's full width does."""


class Drawing(bytes):
    """A chart as a phone shows it; ``at_desk`` draws the same one for the full width of a page."""

    at_desk: Callable[[], bytes]


@dataclass(frozen=True)
class Estimate:
    """A measured value with the interval that it may lie in, same unit throughout."""

    label: str
    value: float
    low: float
    high: float


def bars(title: str, values: Mapping[str, float], *, unit: str, wide: int = WIDE) -> bytes:
    """One bar for each name, longest first; `unit` says what is counted."""
    import altair as alt

    rows = [{"name": name, "value": value} for name, value in values.items()]
    base = alt.Chart(_rows(rows)).encode(
        x=alt.X("value:Q", title=unit), y=alt.Y("name:N", title=None, sort="-x")
    )
    shapes = base.mark_bar(color=PALETTE[0], size=18)
    words = base.mark_text(align="left", dx=5, color=INK).encode(text="value:Q")
    sentence = f"{title}: " + ", ".join(f"{name} {value:g}" for name, value in values.items())
    return _svg(alt.layer(shapes, words), title, sentence, wide, alt.Step(28))


def lines(
    title: str,
    series: Mapping[str, Sequence[tuple[str, float]]],
    *,
    unit: str,
    when: str = "",
    wide: int = WIDE,
    by_month: bool = False,
) -> bytes:
    """Values over time, one line for each name; a point is an ISO day and a value. Shapes differ as well as colours."""
    import altair as alt

    month = {"interval": "month", "step": 1}
    axis = alt.Axis(format="%b %Y", tickCount=month) if by_month else alt.Axis()

    rows = [{"name": n, "day": d, "value": v} for n, points in series.items() for d, v in points]
    names = list(series)
    drawn = (
        alt.Chart(_rows(rows))
        .mark_line(point={"size": 46, "filled": True}, strokeWidth=2.5)
        .encode(
            x=alt.X("day:T", title=when or None, axis=axis),
            y=alt.Y("value:Q", title=unit),
            color=alt.Color("name:N", title=None, scale=_in_order(names), legend=_legend(names)),
            shape=alt.Shape("name:N", title=None, scale=_in_order(names), legend=_legend(names)),
        )
    )
    return _svg(drawn, title, f"{title}, one line each for {', '.join(names)}", wide, 240)


def intervals(
    title: str, estimates: Sequence[Estimate], *, unit: str, line_at: float | None, wide: int = WIDE
) -> bytes:
    """Estimates with their intervals; `line_at` is the value of no difference, None when there is none."""
    import altair as alt

    rows = [{"name": e.label, "value": e.value, "low": e.low, "high": e.high} for e in estimates]
    base = alt.Chart(_rows(rows)).encode(y=alt.Y("name:N", title=None, sort=None))
    ranges = base.mark_rule(color=PALETTE[0], strokeWidth=3).encode(x=alt.X("low:Q", title=unit), x2="high:Q")
    points = base.mark_point(color=PALETTE[0], filled=True, size=90, opacity=1).encode(x="value:Q")
    layers: list[Any] = [ranges, points]
    if line_at is not None:
        rule = alt.Chart(_rows([{"at": line_at}])).mark_rule(color=QUIET, strokeDash=[5, 4])
        layers.insert(0, rule.encode(x="at:Q"))
    sentence = f"{title}: " + "; ".join(
        f"{e.label} {e.value:g}, between {e.low:g} and {e.high:g}" for e in estimates
    )
    return _svg(alt.layer(*layers), title, sentence, wide, alt.Step(34))


def shares(title: str, rows: Mapping[str, Mapping[str, float]], *, unit: str, wide: int = WIDE) -> bytes:
    """One whole bar for each name, divided by kind; shares are of each row's own sum."""
    import altair as alt

    kinds = list(dict.fromkeys(kind for parts in rows.values() for kind in parts))
    flat = [
        {"name": name, "kind": kind, "value": value, "order": kinds.index(kind)}
        for name, parts in rows.items()
        for kind, value in parts.items()
    ]
    drawn = (
        alt.Chart(_rows(flat))
        .mark_bar(size=20, stroke="#ffffff", strokeWidth=1.5)
        .encode(
            x=alt.X("value:Q", stack="normalize", title=unit, axis=alt.Axis(format="%")),
            y=alt.Y("name:N", title=None, sort=None),
            color=alt.Color("kind:N", title=None, scale=_in_order(kinds), legend=_legend(kinds)),
            order="order:Q",
        )
    )
    return _svg(drawn, title, f"{title}, divided into {', '.join(kinds)}", wide, alt.Step(30))


def curves(
    title: str,
    drawn: Mapping[str, Sequence[tuple[float, float]]],
    *,
    across: str,
    unit: str,
    dots: Mapping[str, tuple[float, float]] | None = None,
    wide: int = WIDE,
) -> bytes:
    """Lines over a number: times, sizes, changes. `dots` are single places, told apart by their table and not by colour."""
    import altair as alt

    names = list(drawn)
    rows = [{"name": n, "x": x, "y": y, "at": i} for n in names for i, (x, y) in enumerate(drawn[n])]
    paths = (
        alt.Chart(_rows(rows))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("x:Q", title=across, scale=alt.Scale(zero=False, nice=True)),
            y=alt.Y("y:Q", title=unit, scale=alt.Scale(zero=False)),
            order="at:Q",
            color=alt.Color("name:N", title=None, scale=_in_order(names), legend=_legend(names)),
            strokeDash=alt.StrokeDash("name:N", title=None, scale=_in_order(names), legend=_legend(names)),
        )
    )
    places = [{"x": x, "y": y} for x, y in (dots or {}).values()]
    points = alt.Chart(_rows(places)).mark_point(color=INK, filled=True, size=70, opacity=1)
    layers = [paths, points.encode(x="x:Q", y="y:Q")] if places else [paths]
    said = f"{title}, one line each for {', '.join(names)}" + (
        "; dots for " + ", ".join(dots) if dots else ""
    )
    return _svg(alt.layer(*layers), title, said, wide, 240)


def dots(title: str, rows: Mapping[str, Mapping[str, float]], *, unit: str, wide: int = WIDE) -> bytes:
    """A dot of each kind on each name's line, such as a love plot's before and after; shapes differ as well as colours."""
    import altair as alt

    kinds = list(dict.fromkeys(kind for parts in rows.values() for kind in parts))
    flat = [{"name": n, "kind": k, "value": v} for n, parts in rows.items() for k, v in parts.items()]
    drawn = (
        alt.Chart(_rows(flat))
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=alt.X("value:Q", title=unit),
            y=alt.Y("name:N", title=None, sort=None),
            color=alt.Color("kind:N", title=None, scale=_in_order(kinds), legend=_legend(kinds)),
            shape=alt.Shape("kind:N", title=None, scale=_in_order(kinds), legend=_legend(kinds)),
        )
    )
    return _svg(drawn, title, f"{title}, {' and '.join(kinds)} for {', '.join(rows)}", wide, alt.Step(34))


def as_response(svg: bytes) -> HttpResponse:
    """A chart as an answer to a browser; nothing in it may run."""
    response = HttpResponse(svg, content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _in_order(names: Sequence[str]) -> altair.Scale:
    """A scale in the order given; an order given as a sort would draw one legend for colour and another for shape."""
    import altair as alt

    return alt.Scale(domain=list(names))


def _legend(names: Sequence[str]) -> altair.Legend | None:
    import altair as alt

    if len(names) < 2:
        return None
    return alt.Legend(orient="top", direction="horizontal", columns=3, symbolStrokeWidth=2, labelLimit=220)


def _rows(rows: Sequence[Mapping[str, object]]) -> Any:
    import altair as alt

    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def _svg(chart: Any, title: str, sentence: str, wide: int, tall: Any) -> Drawing:
    made = Drawing(_drawn(chart, title, sentence, wide, tall))
    made.at_desk = partial(_drawn, chart, title, sentence, max(wide, DESK), tall)
    return made


def _drawn(chart: Any, title: str, sentence: str, wide: int, tall: Any) -> bytes:
    import vl_convert

    spec = chart.properties(width=wide, height=tall).configure(**_config()).to_dict()
    return accessible(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]), title, sentence)


def _config() -> dict[str, Any]:
    axis = {
        "labelColor": INK,
        "titleColor": QUIET,
        "labelFontSize": 15,
        "titleFontSize": 15,
        "titleFontWeight": "normal",
        "gridColor": "#e4eaea",
        "domainColor": LINE,
        "tickColor": LINE,
        "labelLimit": 260,
    }
    return {
        "font": FONT,
        "background": "#ffffff",
        # A browser without the font sets names in a wider one: room for them, or their first letters are cut off.
        "padding": {"left": 34, "right": 12, "top": 5, "bottom": 5},
        "axis": axis,
        "axisQuantitative": {"tickCount": 5},
        "axisY": {"domain": False, "ticks": False, "labelPadding": 8},
        "view": {"stroke": None},
        "text": {"fontSize": 15},
        "legend": {"labelFontSize": 15, "labelColor": INK},
        "range": {"category": list(PALETTE)},
    }


def accessible(svg: str, title: str, sentence: str) -> bytes:
    """The drawing with a name and a description for those who do not see it."""
    opening, rest = svg.split(">", 1)
    named = f'{opening} role="img" aria-label={quoteattr(title)}>'
    return f"{named}<title>{escape(title)}</title><desc>{escape(sentence)}</desc>{rest}".encode()
