"""Publishing need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models

from ..models import NeedPublished
from ..rules.counted import AREA, UNIT, Records, people_in
from ..rules.quarters import Quarter, whole_quarters
from ..rules.telling import told_of
from ..store import kept
from ..store.near import near_on
from ..store.reading import records as read


@action(Permission.PUBLISH_NEED)
def publish_need(*, by: Member, at: datetime) -> int:
    """Publish, of every place, the need of each whole quarter that was not published yet; how many were.

    Counted as the auditor in one moment, withheld and rounded here; only what may be told is stored, as the owner. What was
    published stays as it was, so that no two days' figures of one quarter can be set against each other.
    """
    today = day_of(at)
    done = set(NeedPublished.objects.values_list("place", "first"))
    records, settling = read(today), set(models.areas_settling(today))
    quarters = whole_quarters(today)
    rows = [
        kept(place, quarter, told_of(people), at)
        for quarter in quarters
        for place, people in _by_place(_people(records, quarter, quarters[-1]), settling).items()
        if (place, quarter.first) not in done
    ]
    NeedPublished.objects.using("owner").bulk_create(rows)
    add_to_line(need=len(rows))
    return len(rows)


def _people(records: Records, quarter: Quarter, last: Quarter) -> list[dict[str, str]]:
    """Everybody counted in a quarter; by delivery unit in the last alone, for the more is told the longer it takes to withhold."""
    found = people_in(records, quarter, near_on(quarter.last))
    return found if quarter == last else [{name: one[name] for name in one if name != UNIT} for one in found]


def _by_place(people: list[dict[str, str]], settling: set[str]) -> Mapping[str, list[dict[str, str]]]:
    """People by the area that settles how they are supervised: the nearest with a model of its own, else their own."""
    found = defaultdict[str, list[dict[str, str]]](list)
    places: dict[str, str] = {}
    for one in people:
        area = one[AREA]
        if area not in places:
            above = models.areas_from(area)
            places[area] = next((code for code in above if code in settling), area)
        found[places[area]].append(one)
    return found
