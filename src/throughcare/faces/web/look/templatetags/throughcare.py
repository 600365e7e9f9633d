"""Everything a template needs: `{% load throughcare %}`. Each tag shows one part of `look.parts`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from throughcare.faces.web.look import addresses, formats
from throughcare.faces.web.look.errors import problems
from throughcare.faces.web.look.parts import (
    Clock,
    Happening,
    Identity,
    Item,
    JobProgress,
    Link,
    Pages,
    Panel,
    Row,
    Table,
    Tag,
    Task,
    Unknown,
)
from throughcare.faces.web.look.trail import trail_of

register = template.Library()
PARTS = "throughcare/parts/"

register.filter("shown", formats.shown)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("money", formats.money)
register.filter("number", formats.number)


@register.filter
def counted(many: int, noun: str) -> str:
    """A count with its noun: `{{ n|counted:"case" }}`, `{{ n|counted:"person,people" }}`."""
    one, _, more = noun.partition(",")
    return formats.count_of(many, one, more)


@register.filter
def or_unknown(value: object, because: str) -> SafeString:
    """The value, or why it is not known: `{{ tier|or_unknown:"Awaiting assessment" }}`."""
    return formats.shown(Unknown(because) if value is None or value == "" else value)


@register.filter
def in_fours(text: str) -> str:
    """A long key in groups of four, for reading aloud or typing."""
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


@register.simple_tag
def tag(text: str, colour: str = "grey") -> SafeString:
    """A coloured status: `{% tag "Overdue" "red" %}`."""
    return Tag(text, colour).__html__()  # type: ignore[arg-type]


@register.simple_tag
def clock(days: int, limit: int | None = None, words: str = "waiting") -> SafeString:
    """A wait in working days against its limit: `{% clock 3 5 "waiting" %}`."""
    return Clock(days, limit, words).__html__()


@register.simple_tag
def unknown(because: str = formats.NOT_RECORDED) -> SafeString:
    """What is not known, and why: `{% unknown "Not asked" %}`."""
    return formats.unknown(because)


@register.inclusion_tag(PARTS + "summary_list.html")
def summary_list(rows: Sequence[Row], dense: bool = True) -> dict[str, Any]:
    """A list of facts: rows of `Row(key, value, actions)`."""
    return {"rows": rows, "dense": dense, "any_actions": any(row.actions for row in rows)}


@register.inclusion_tag(PARTS + "summary_card.html")
def summary_card(
    title: str, rows: Sequence[Row], actions: Sequence[Link] = (), level: int = 2
) -> dict[str, Any]:
    """A list of facts on a titled card; `level` is the heading's level, 2 or 3."""
    return {**summary_list(rows), "title": title, "actions": actions, "level": level}


@register.inclusion_tag(PARTS + "table.html", takes_context=True)
def table(context: Context, table: Table) -> dict[str, Any]:
    """A table of `Table`; columns with a `sort` name become links that order it, keeping filters."""
    request = context.get("request")
    heads = [addresses.head(column, table.order, request) for column in table.columns]
    rows = [list(zip(table.columns, row, strict=True)) for row in table.rows]
    return {"table": table, "heads": heads, "rows": rows}


@register.inclusion_tag(PARTS + "pagination.html", takes_context=True)
def pagination(context: Context, pages: "Pages | Page[Any]", noun: str = "") -> dict[str, Any]:
    """Page links of a `Pages` or of Django's `Page`, keeping the rest of the address."""
    known = pages if isinstance(pages, Pages) else addresses.pages_of(pages, noun or "result")
    return {"pages": known, **addresses.steps(known, context.get("request"))}


@register.inclusion_tag(PARTS + "timeline.html")
def timeline(happenings: Sequence[Happening], level: int = 2) -> dict[str, Any]:
    """What happened, newest first as given."""
    return {"happenings": happenings, "level": level}


@register.inclusion_tag(PARTS + "identity_bar.html")
def identity_bar(identity: Identity) -> dict[str, Any]:
    """Whose page this is; put it in the block `identity`."""
    return {"identity": identity}


@register.inclusion_tag(PARTS + "trail.html", takes_context=True)
def trail(context: Context) -> dict[str, Any]:
    """The way to the page, from its frame; breadcrumbs that a page gives itself stand instead."""
    request = context.get("request")
    own = context.get("breadcrumbs")
    found = trail_of(
        path=request.path if request is not None else "/",
        heading=str(context.get("title") or context.get("heading") or ""),
        navigation=context.get("navigation") or (),
        back=context.get("back"),
        identity=context.get("identity"),
        tabs=context.get("sub_navigation") or (),
    )
    return {"crumbs": own or found}


@register.inclusion_tag(PARTS + "sub_navigation.html")
def sub_navigation(items: Sequence[Item], label: str = "In this record") -> dict[str, Any]:
    """The pages of one record."""
    return {"items": items, "label": label}


@register.inclusion_tag(PARTS + "filter_panel.html")
def filter_panel(form: BaseForm, selected: Sequence[Link] = (), clear: str = "") -> dict[str, Any]:
    """A GET form that narrows a list; `selected` are links that each take one choice away."""
    return {"form": form, "selected": selected, "clear": clear}


@register.inclusion_tag(PARTS + "task_list.html")
def task_list(tasks: Sequence[Task], key: str = "tasks") -> dict[str, Any]:
    """Things to do with where each stands; `key` makes ids unique where a page has two lists."""
    return {"tasks": tasks, "key": key}


@register.inclusion_tag(PARTS + "empty.html")
def empty(words: str, hint: str = "", link: Link | None = None) -> dict[str, Any]:
    """What to say where there is nothing, and what to do about it."""
    return {"words": words, "hint": hint, "link": link}


@register.inclusion_tag(PARTS + "progress.html", takes_context=True)
def progress(context: Context, job: JobProgress) -> dict[str, Any]:
    """How far a job has come, with a link to ask again; with JavaScript it asks by itself. Each of a page has an id of its own."""
    key = f"progress-{crc32(f'{job.title} {job.href}'.encode()):08x}"
    kept: Any = context.render_context
    shown: Counter[str] = kept.setdefault("progresses", Counter())
    shown[key] += 1
    return {"job": job, "key": f"{key}-{shown[key]}" if shown[key] > 1 else key}


@register.inclusion_tag(PARTS + "figure.html", takes_context=True)
def figure(
    context: Context, title: str, src: str, alt: str, values: Table, note: str = "", desk: str = ""
) -> dict[str, Any]:
    """A chart drawn by the server at `src`, with the table of its values beside it; below it at full width.

    `desk` is where the chart is drawn for a page's full width.
    """
    return {**table(context, values), "title": title, "src": src, "alt": alt, "note": note, "desk": desk}


@register.filter
def at_full_width(src: str) -> str:
    """Where the chart at an address is drawn for a page's full width."""
    return src.replace(".svg", "-desk.svg", 1)


@register.inclusion_tag(PARTS + "error_summary.html")
def error_summary(form: object) -> dict[str, Any]:
    """What is wrong with a form, each line a link to its field; nothing when nothing is wrong."""
    return {"problems": problems(form) if isinstance(form, BaseForm) else []}


@register.inclusion_tag(PARTS + "error_text.html")
def error_text(bound_field: Any) -> dict[str, Any]:
    """The message above one field."""
    return {"field": bound_field}


@register.simple_tag
def button(text: str, href: str = "", kind: str = "") -> SafeString:
    """A submit button, or a link that looks like one; kind is empty, "secondary", "warning" or "inverse"."""
    look = f" govuk-button--{kind}" if kind else ""
    if href:
        return format_html('<a class="govuk-button{}" href="{}">{}</a>', look, href, text)
    return format_html(
        '<button class="govuk-button{}" type="submit" data-prevent-double-click="true" '
        'data-module="govuk-button">{}</button>',
        look,
        text,
    )


@register.inclusion_tag(PARTS + "post_button.html", takes_context=True)
def post_button(
    context: Context,
    text: str,
    action: str,
    kind: str = "secondary",
    fields: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """A button that changes something: a small POST form with its own token and hidden fields."""
    return {
        "text": text,
        "action": action,
        "kind": kind,
        "fields": fields or {},
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_block_tag
def button_group(content: SafeString) -> SafeString:
    """Buttons side by side."""
    return format_html('<div class="govuk-button-group">{}</div>', content)


@register.simple_block_tag
def inset(content: SafeString) -> SafeString:
    """A paragraph set apart from the rest."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: SafeString) -> SafeString:
    """A consequence that must not be missed."""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span> {}</strong></div>',
        content,
    )


@register.simple_block_tag
def details(content: SafeString, summary: str, shut: bool = True) -> SafeString:
    """More for those who want it, behind a line of text."""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        mark_safe("" if shut else " open"),
        summary,
        content,
    )


@register.simple_block_tag
def fold(content: SafeString, title: str, place: str, told: object = "", shut: bool = True) -> SafeString:
    """A section of a long page under its own heading; a link to its place opens it, and on paper it is always open."""
    return format_html(
        '<details class="tc-fold"{}><summary class="tc-fold__summary"><h2 class="govuk-heading-s">{}</h2> {}</summary>'
        '<div id="{}">{}</div></details>',
        mark_safe("" if shut else " open"),
        title,
        told,
        place,
        content,
    )


@register.simple_block_tag
def card(content: SafeString, title: str, level: int = 2) -> SafeString:
    """A titled box for anything."""
    return format_html(
        '<section class="govuk-summary-card"><div class="govuk-summary-card__title-wrapper">'
        '<h{} class="govuk-summary-card__title">{}</h{}></div>'
        '<div class="govuk-summary-card__content">{}</div></section>',
        level,
        title,
        level,
        content,
    )


@register.simple_block_tag(takes_context=True)
def tab(context: Context, content: SafeString, title: str, key: str) -> str:
    """One tab inside `{% tabs %}`."""
    panels: list[Panel] = context.render_context.setdefault("look_tabs", [])  # type: ignore[assignment]
    panels.append(Panel(key, title, content))
    return ""


@register.simple_block_tag(takes_context=True)
def tabs(context: Context, content: SafeString, title: str = "Contents") -> SafeString:
    """Panels of which one is seen at a time; without JavaScript all are, under a list of links."""
    panels = context.render_context.get("look_tabs", [])
    context.render_context["look_tabs"] = []
    shell = get_template(PARTS + "tabs.html")
    return mark_safe(shell.render({"panels": panels, "title": title}))
