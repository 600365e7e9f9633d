"""Reads an agreement from a YAML text; what is wrong is said once, with its line and what was expected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from throughcare.commissioning.competition.rules.entries import name_in, pence
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import check_day
from throughcare.foundation.operating_model.rules.document import Place, each, open_document

from .agreed import (
    Agreement,
    AgreementKind,
    Band,
    ByResults,
    Earns,
    Excluded,
    Fee,
    Level,
    Subcontractor,
    Timed,
    Volumes,
)
from .schemes import scheme_names

LONGEST_TERM, MOST_LEVELS, MOST_NAMES, LONGEST_WAIT = 240, 30, 200, 260
MOST_SUBCONTRACTORS, MOST_POINTS, LONGEST_POINT = 50, 30, 300
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?")
_VOLUMES = ("weights", "lower", "upper", "above", "below", "fixed_share")
_MAY_HAVE = ("extension", "volumes", "prices", "levels", "credit_cap", "results", "supply_chain", "exit_plan")


def agreement_from(text: str, name: str) -> Agreement:
    """The agreement in a YAML text; ``name`` is the file's, for errors. Refused, with line, when it is not one."""
    top = open_document(text, name, expected="an agreement")
    part = Place(top.name, "the agreement", top.node).fields(
        ("agreement", "kind", "lots", "services", "starts", "ends", "fee"), _MAY_HAVE
    )
    starts, ends = _term(part["starts"], part["ends"])
    read = Agreement(
        name_in(part["agreement"]), part["kind"].choice(AgreementKind), _names(part["lots"]), _names(part["services"]),
        starts, ends, _fee(part["fee"]),
        extension=_whole(part["extension"], LONGEST_TERM) if "extension" in part else 0,
        volumes=_volumes(part["volumes"]) if "volumes" in part else None,
        prices=_prices(part["prices"]) if "prices" in part else {},
        levels=_levels(part["levels"]) if "levels" in part else (),
        credit_cap=_per_cent(part["credit_cap"]) if "credit_cap" in part else Decimal(100),
        results=_results(part["results"]) if "results" in part else None,
        supply_chain=_supply_chain(part["supply_chain"]) if "supply_chain" in part else (),
        exit_plan=_exit_plan(part["exit_plan"]) if "exit_plan" in part else (),
    )  # fmt: skip
    for kind, place in _counted(part).items():
        if kind.under is not None and kind.under not in read.services:
            place.refuse(
                f"it counts a “{kind}”, and services do not name “{kind.under}”; expected it among them"
            )
    if read.levels and not read.fee.a_year:
        part["levels"].refuse("levels take their credits from the fee, and there is none; expected a fee")
    return read


def first_of_a_month(place: Place) -> date:
    """A day that is the first of its month."""
    day = _day(place)
    if day.day != 1:
        place.refuse(f"{place.what} is {day:%-d %B %Y}; expected the first day of a month")
    return day


def _term(starts: Place, ends: Place) -> tuple[date, date]:
    first, last = first_of_a_month(starts), _day(ends)
    if (last + timedelta(days=1)).day != 1:
        ends.refuse(f"ends is {last:%-d %B %Y}; expected the last day of a month")
    if last < first:
        ends.refuse(f"ends is {last:%-d %B %Y}, before it starts on {first:%-d %B %Y}")
    if (last.year - first.year) * 12 + last.month - first.month >= LONGEST_TERM:
        ends.refuse(f"the term is longer than {LONGEST_TERM // 12} years")
    return first, last


def _day(place: Place) -> date:
    said = place.text()
    try:
        return check_day(date.fromisoformat(said), place.what)
    except ValueError:
        place.refuse(f"{place.what} must be a day as 2027-04-01; found “{said[:40]}”")
    except Refused as refusal:
        place.refuse(refusal.because)


def _names(place: Place) -> tuple[str, ...]:
    items = place.items()
    if len(items) > MOST_NAMES:
        place.refuse(f"{place.what} has {len(items):,} entries; expected at most {MOST_NAMES}")
    return _once(place, [name_in(one) for one in items])


def _once(place: Place, names: Iterable[str]) -> tuple[str, ...]:
    names = tuple(names)
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        place.refuse(f"{place.what} names “{twice[0]}” twice; expected once")
    return names


def _fee(place: Place) -> Fee:
    part = place.fields(("a_year",), ("learning", "indexation"))
    zero = Decimal(0)
    return Fee(
        pence(part["a_year"]),
        _per_cent(part["learning"]) if "learning" in part else zero,
        _per_cent(part["indexation"]) if "indexation" in part else zero,
    )


def _volumes(place: Place) -> Volumes:
    part = place.fields(_VOLUMES)
    lower, upper = _whole(part["lower"]), _whole(part["upper"])
    if upper < lower:
        part["upper"].refuse(f"upper is {upper}, below lower, which is {lower}")
    weights = {Earns(name): _number(one) for name, one in _by_kind(part["weights"]).items()}
    if not any(weights.values()):
        part["weights"].refuse("weights give nothing any weight; expected one above nought")
    return Volumes(
        weights, lower, upper, _bands(part["above"], upper), pence(part["below"]), _per_cent(part["fixed_share"])
    )  # fmt: skip


def _bands(place: Place, upper: int) -> tuple[Band, ...]:
    found: list[Band] = []
    last = upper
    items = place.items()
    for number, one in enumerate(items, 1):
        part = one.fields(("price",), ("up_to",))
        if ("up_to" in part) == (number == len(items)):
            one.refuse(
                "the last band has no “up_to”, and every other one has: what lies beyond is paid at a price that is said"
            )
        up_to = _whole(part["up_to"]) if "up_to" in part else None
        if up_to is not None and up_to <= last:
            part["up_to"].refuse(f"up_to is {up_to}; expected more than {last}")
        last = up_to or last
        found.append(Band(pence(part["price"]), up_to))
    return tuple(found)


def _prices(place: Place) -> Mapping[Earns, int]:
    return {Earns(name): pence(one) for name, one in _by_kind(place).items()}


def _counted(part: Mapping[str, Place]) -> dict[Earns, Place]:
    """What is priced or weighed, and where that is said."""
    weights = part["volumes"].fields((), _VOLUMES)["weights"] if "volumes" in part else None
    said = [one for one in (part.get("prices"), weights) if one is not None]
    return {Earns(name): place for one in said for name, place in _by_kind(one).items()}


def _by_kind(place: Place) -> dict[str, Place]:
    return place.fields((), [one.value for one in Earns])


def _levels(place: Place) -> tuple[Level, ...]:
    items = place.items()
    if len(items) > MOST_LEVELS:
        place.refuse(f"levels has {len(items)} entries; expected at most {MOST_LEVELS}")
    levels = tuple(_level(one) for one in items)
    _once(place, [one.name for one in levels])
    return levels


def _level(place: Place) -> Level:
    part = place.fields(
        ("level", "measure", "within", "target", "floor", "most"), ("leaves_out", "earn_back")
    )
    target, floor = _per_cent(part["target"]), _per_cent(part["floor"])
    if floor >= target:
        part["floor"].refuse(f"floor is {floor}; expected less than the target, which is {target}")
    earn_back = _whole(part["earn_back"], LONGEST_TERM) if "earn_back" in part else None
    if earn_back == 0:
        part["earn_back"].refuse("earn_back is 0 months; expected at least 1, or nothing")
    return Level(
        name_in(part["level"]), part["measure"].choice(Timed), _whole(part["within"], LONGEST_WAIT), target, floor,
        _per_cent(part["most"]),
        each(part["leaves_out"], lambda one: one.choice(Excluded)) if "leaves_out" in part else frozenset(),
        earn_back,
    )  # fmt: skip


def _results(place: Place) -> ByResults:
    part = place.fields(("scheme",), ("pool",))
    name = part["scheme"].text()
    if name not in scheme_names():
        part["scheme"].refuse(
            f"there is no payment scheme “{name[:40]}”; expected {', '.join(scheme_names())}"
        )
    return ByResults(name, pence(part["pool"]) if "pool" in part else None)


def _supply_chain(place: Place) -> tuple[Subcontractor, ...]:
    """Subcontractors, each once however it is written; together they leave the provider something to do."""
    items = place.items()
    if len(items) > MOST_SUBCONTRACTORS:
        place.refuse(f"supply_chain has {len(items)} entries; expected at most {MOST_SUBCONTRACTORS}")
    found = tuple(_subcontractor(one) for one in items)
    _once(place, [one.name.casefold() for one in found])
    together = sum(one.share for one in found)
    if together >= 100:
        place.refuse(
            f"the shares come to {together} per cent; expected less than 100: the provider does the rest"
        )
    return found


def _subcontractor(place: Place) -> Subcontractor:
    part = place.fields(("subcontractor", "share"))
    share = _whole(part["share"])
    if not share:
        part["share"].refuse("share is 0 per cent; expected at least 1")
    return Subcontractor(" ".join(name_in(part["subcontractor"]).split()), share)


def _exit_plan(place: Place) -> tuple[str, ...]:
    items = place.items()
    if len(items) > MOST_POINTS:
        place.refuse(f"exit_plan has {len(items)} points; expected at most {MOST_POINTS}")
    for one in items:
        if len(one.text()) > LONGEST_POINT:
            one.refuse(f"this point is longer than {LONGEST_POINT} characters")
    return tuple(one.text() for one in items)


def _whole(place: Place, most: int = 999_999) -> int:
    number = place.whole_number()
    if number > most:
        place.refuse(f"{place.what} is {number}; expected at most {most}")
    return number


def _number(place: Place) -> Decimal:
    said = place.text()
    if not _NUMBER.fullmatch(said):
        place.refuse(
            f"{place.what} must be a number of nought or more, as 1 or 0.5, to three places; found “{said[:40]}”"
        )
    return Decimal(said)


def _per_cent(place: Place) -> Decimal:
    number = _number(place)
    if number > 100:
        place.refuse(f"{place.what} is {number} per cent; expected at most 100")
    return number
