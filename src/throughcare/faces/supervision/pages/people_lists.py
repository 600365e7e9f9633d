"""Lists of people under supervision: narrowed and ordered by what stands in the address, which names nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.people import queries as people
from throughcare.casework.supervision.queries import Answered
from throughcare.faces.web.look.addresses import with_query
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Link, Pages, Shown, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, whole
from throughcare.faces.web.value_words import first_capital, gravity, risk_tag, sentence_words
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Risk

from .contact_standing import ContactStanding, contact_standings

SIZE = 18
ANY = ("", "Any")
NO_TIER = "none"
SENTENCES = (
    "none", "awaiting_sentence", "diversion", "community_order", "suspended_sentence_order",
    "custody_under_12_months", "custody_12_months_or_more",
)  # fmt: skip
CONTACT = {
    "overdue": "Overdue",
    "never": "Not seen since the case began, moved or release",
    "week": "Due within seven days",
    "not owed": "None owed",
}
ORDERS = {
    "": "Highest risk first",
    "-risk": "Lowest risk first",
    "next": "Next to be seen first",
    "last": "Seen longest ago first",
    "-last": "Seen last first",
    "tier": "By tier",
    "sentence": "By kind of sentence",
    "name": "By name",
}
NEEDS = {
    "review": "Past its time",
    "assessment": "Never assessed",
    "finishing": "Under way",
}


@dataclass(frozen=True)
class Listed:
    """One person of a list with everything that it is narrowed and ordered by."""

    case: Answered
    tier: str
    is_provisional: bool
    contact: ContactStanding
    needs: frozenset[str]


@dataclass(frozen=True)
class Late(Shown):
    """By how many working days something is late, in words and colour."""

    days: int

    def __html__(self) -> SafeString:
        said = f"{count_of(self.days, 'working day')} late" if self.days else "late"
        return format_html('<span class="tc-clock tc-clock--late">{}</span>', said)


class Narrow(PlainForm):
    """What a list of people is narrowed by."""

    risk = forms.ChoiceField(
        label="Risk of serious harm",
        required=False,
        choices=[ANY, *((r.value, first_capital(r.value.replace("_", " "))) for r in Risk)],
    )
    tier = forms.ChoiceField(label="Tier", required=False)
    sentence = forms.ChoiceField(
        label="Kind of sentence", required=False, choices=[ANY, *((s, sentence_words(s)) for s in SENTENCES)]
    )
    place = forms.ChoiceField(
        label="Where",
        required=False,
        choices=[ANY, ("community", "In the community"), ("custody", "In custody")],
    )
    contact = forms.ChoiceField(label="Contact", required=False, choices=[ANY, *CONTACT.items()])
    needs = forms.ChoiceField(label="Assessment", required=False, choices=[ANY, *NEEDS.items()])
    sort = forms.ChoiceField(label="In what order", required=False, choices=list(ORDERS.items()))


def listed(cases: Sequence[Answered], *, on: date) -> list[Listed]:
    """Cases with their tiers, contacts and assessments, in five questions however many they are."""
    who = [case.person_id for case in cases]
    tiers, contacts = assessment.tiers_of(who), contact_standings(cases, on=on)
    stands = assessment.standing_of(who, on=on)
    kinds = {"review": stands.past_time, "assessment": stands.never, "finishing": stands.under_way}
    return [
        Listed(
            case,
            tiers[case.person_id].tier if case.person_id in tiers else "",
            case.person_id in tiers and tiers[case.person_id].provisional,
            contacts[case.case_id],
            frozenset(kind for kind, those in kinds.items() if case.person_id in those),
        )
        for case in cases
    ]


def fits(one: Listed, wanted: Mapping[str, str], on: date) -> bool:
    """Whether somebody is among those asked for; what is not asked narrows nothing."""
    by = one.contact.by
    contact = {
        "overdue": by is not None and by < on,
        "never": one.contact.is_first,
        "week": by is not None and 0 <= (by - on).days <= 7,
        "not owed": by is None,
    }
    asked: dict[str, Callable[[str], bool]] = {
        "risk": lambda value: one.case.risk == value,
        "tier": lambda value: (one.tier or NO_TIER) == value,
        "sentence": lambda value: one.case.sentence == value,
        "place": lambda value: one.case.place == value,
        "contact": lambda value: contact[value],
        "needs": lambda value: value in one.needs,
    }
    return all(asked[name](value) for name, value in wanted.items() if value)


_ORDERS: Mapping[str, Callable[[Listed], Any]] = {
    "risk": lambda one: gravity(one.case.risk),
    "tier": lambda one: (not one.tier, one.tier),
    "sentence": lambda one: one.case.sentence,
    "last": lambda one: (one.contact.last is not None, one.contact.last or date.min),
    "next": lambda one: (one.contact.by is None, one.contact.by or date.max),
}


def in_order(rows: Sequence[Listed], order: str, names: Mapping[UUID, str]) -> list[Listed]:
    """Rows by one column, rising, or falling when its name begins with a dash; the gravest first where none is asked."""
    known: dict[str, Callable[[Listed], Any]] = dict(_ORDERS)
    known["name"] = lambda one: names.get(one.case.person_id, "").casefold()
    name = order.removeprefix("-")
    by = known.get(name, known["risk"])
    settled = sorted(rows, key=lambda one: (gravity(one.case.risk), str(one.case.person_id)))
    return sorted(settled, key=by, reverse=order.startswith("-") and name in known)


def people_page(request: Asking, cases: Sequence[Answered], noun: str, *, holders: bool) -> dict[str, Any]:
    """What a page of such a list shows: its filter, its table and its pages; ``holders`` says who manages each."""
    today, order = day_of(request.at), request.GET.get("sort", "")[:20]
    every = listed(cases, on=today)
    form = _form(request.GET, {one.tier for one in every if one.tier})
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if name != "sort"}
    rows = [one for one in every if fits(one, wanted, today)]
    names = people.names_of([one.case.person_id for one in rows]) if order.endswith("name") else {}
    ordered = in_order(rows, order, {person: found.name for person, found in names.items()})
    last = max(1, -(-len(ordered) // SIZE))
    number = min(max(1, whole(request.GET.get("page", ""), 1)), last)
    shown = ordered[(number - 1) * SIZE : number * SIZE]
    return {
        "counted": counted_table(every),
        "filter_form": form,
        "selected": _selected(form, wanted, request),
        "clear": "?",
        "table": _table(shown, order, request, f"{noun}, {_said(order)}", holders=holders),
        "pages": Pages(number, last, len(ordered), "person,people", SIZE),
    }


def counted_table(every: Sequence[Listed]) -> Table | None:
    """How many people there are of each kind of sentence, by tier; None where there is nobody."""
    many = Counter((one.case.sentence, one.tier or NO_TIER) for one in every)
    tiers = sorted({tier for _, tier in many}, key=lambda tier: (tier == NO_TIER, tier))
    kinds = sorted({kind for kind, _ in many}, key=sentence_words)
    rows = [
        [sentence_words(kind), *(many[kind, tier] for tier in tiers), sum(many[kind, t] for t in tiers)]
        for kind in kinds
    ]
    rows.append(["All", *(sum(many[kind, tier] for kind in kinds) for tier in tiers), len(every)])
    columns = [Column(tier if tier != NO_TIER else "No tier yet", numeric=True) for tier in tiers]
    caption = "How many people, by sentence and tier"
    return (
        Table(caption, [Column("Sentence"), *columns, Column("All", numeric=True)], rows) if every else None
    )


def _form(asked: QueryDict, found: set[str]) -> Narrow:
    given = {name: asked.get(name, "") for name in Narrow.base_fields}
    given["sort"] = given["sort"] if given["sort"] in ORDERS else ""
    form = Narrow(given)
    tiers: Any = form.fields["tier"]
    tiers.choices = [ANY, *((tier, tier) for tier in sorted(found)), (NO_TIER, "None yet")]
    return form


def _selected(form: Narrow, wanted: Mapping[str, str], request: Asking) -> list[Link]:
    chosen = [(name, value) for name, value in wanted.items() if value]
    return [
        Link(
            f"{form.fields[name].label}: {dict(form.fields[name].choices)[value]}",  # type: ignore[attr-defined]
            with_query(request, page=None, **{name: None}),
        )
        for name, value in chosen
    ]


def _said(order: str) -> str:
    words = {
        "name": "by name", "tier": "by tier", "sentence": "by kind of sentence",
        "last": "by last contact", "next": "by when next to be seen",
    }  # fmt: skip
    said = words.get(
        order.removeprefix("-"), "highest risk first" if order != "-risk" else "lowest risk first"
    )
    return f"{said}, falling" if order.startswith("-") and order != "-risk" else said


def _table(rows: Sequence[Listed], order: str, request: Asking, caption: str, *, holders: bool) -> Table:
    names = people.names_of([one.case.person_id for one in rows])
    managers = access.member_names({m for one in rows for m in one.case.holders.values()}) if holders else {}
    return Table(
        caption,
        [
            Column("Name", sort="name"),
            Column("Risk", sort="risk"),
            Column("Tier", sort="tier"),
            Column("Sentence", sort="sentence"),
            Column("Last contact", sort="last"),
            Column("To be seen by", sort="next"),
            Column("Offender manager" if holders else "I am"),
        ],
        [
            [
                Link(names[one.case.person_id].name, f"/people/{one.case.person_id}"),
                risk_tag(one.case.risk),
                _tier(one),
                _sentence(one),
                one.contact.last or Unknown("Never"),
                _by(one, day_of(request.at)),
                _manager(one, managers) if holders else _own_roles(one, request.member.id),
            ]
            for one in rows
            if one.case.person_id in names
        ],
        order=order,
        empty="Nobody here fits what was asked." if request.GET else "Nobody is on this list.",
        people=True,
    )


def _tier(one: Listed) -> object:
    if not one.tier:
        return Unknown("None yet")
    return Lines(one.tier, ["provisional"]) if one.is_provisional else one.tier


def _sentence(one: Listed) -> object:
    said = sentence_words(one.case.sentence)
    return Lines(said, [Tag("In custody", "purple")]) if one.case.place == "custody" else said


def _by(one: Listed, today: date) -> object:
    by = one.contact.by
    if by is None:
        return Unknown("In custody" if one.case.place == "custody" else "Not yet sentenced")
    if by < today:
        return Lines(by, [Late(WorkingCalendar().between(by, today))])
    return by


def _manager(one: Listed, managers: Mapping[UUID, str]) -> str | Shown:
    held = one.case.holders.get("offender manager")
    return managers.get(held, "Not known") if held else Unknown("Nobody")


def _own_roles(one: Listed, member: UUID) -> str:
    return first_capital(", ".join(sorted(kind for kind, who in one.case.holders.items() if who == member)))
