"""Between the rules of matching and the rows they stand on: only the worker gets through."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from throughcare.foundation.kernel import Refused

from ..rules import FullName, MatchModel, features, standard_name
from ..rules.blocking import blocking_keys
from ..rules.features import Features, known_sex
from ..rules.frequency import Frequencies, counted
from ..rules.record import COMPARED_IDS

_AT_ONCE = 2000
_NAMES = (
    "person_id", "forenames", "surname", "other_forenames", "other_surnames", "date_of_birth", "sentenced_on",
    "overrides", "pnc", "cro", "master_defendant", "sex", "died_on",
    "births", "postcodes", "court_defendants", "other_pncs", "other_cros", "other_ids",
)  # fmt: skip
COLUMNS = ", ".join(_NAMES)


def ask(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run one question and give its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def check_is_worker() -> None:
    """Refuse where the database does not let this process look across walls."""
    allowed = ask("SELECT has_function_privilege('people_enter(jsonb)', 'execute')", [])
    if not allowed[0][0]:
        raise Refused("People are recorded by the service's worker: send the record as an import or a job.")


def candidates(arrived: Iterable[Features]) -> list[Features]:
    """Everybody known who shares a blocking key with a batch, across every wall."""
    wanted = {key for record in arrived for key in blocking_keys(record)}
    spelt = "{" + ",".join(map(str, wanted)) + "}"
    return [_features(row) for row in ask(f"SELECT {COLUMNS} FROM people_candidates(%s::bigint[])", [spelt])]


def _features(row: tuple[Any, ...]) -> Features:
    known = dict(zip(_NAMES, row, strict=True))
    return Features(
        id=str(known["person_id"]),
        name=FullName(tuple(known["forenames"]), known["surname"]),
        forenames=tuple(known["other_forenames"]),
        surnames=tuple(known["other_surnames"]),
        born=known["date_of_birth"],
        sentenced=tuple(known["sentenced_on"]),
        overrides=tuple((scope, marker) for scope, marker in (o.split(" ") for o in known["overrides"])),
        **{name: known[name] for name in ("pnc", "cro", "master_defendant", "sex", "died_on")},
        births=tuple(known["births"]),
        postcodes=tuple(known["postcodes"]),
        court_defendants=tuple(known["court_defendants"]),
        other_pncs=tuple(known["other_pncs"]),
        other_cros=tuple(known["other_cros"]),
        other_ids=tuple(known["other_ids"]),
    )


def matching_row(person: str, known: Features) -> dict[str, object]:
    """One row of the matching table, ready to be written."""
    return {
        "person_id": person,
        "forenames": known.name.forenames,
        "surname": known.name.surname,
        "other_forenames": known.forenames,
        "other_surnames": known.surnames,
        "date_of_birth": known.born,
        "births": known.births,
        "postcodes": known.postcodes,
        "pnc": known.pnc,
        "cro": known.cro,
        "sentenced_on": known.sentenced,
        "overrides": [f"{scope} {marker}" for scope, marker in known.overrides],
        "master_defendant": known.master_defendant,
        "court_defendants": known.court_defendants,
        "other_pncs": known.other_pncs,
        "other_cros": known.other_cros,
        "sex": known.sex,
        "other_ids": known.other_ids,
        "died_on": known.died_on,
        "keys": blocking_keys(known),
        "stale": False,
    }


def frequencies(model: MatchModel, arrived: Sequence[Features], known: Sequence[Features]) -> Frequencies:
    """How common the values of a batch and its candidates are, among everybody known and the batch itself."""
    counts = counted(arrived)
    wanted = {column: list({*counts[column], *values}) for column, values in counted(known).items()}
    people = len(arrived)
    for column, value, seen in ask("SELECT * FROM people_counts(%s::jsonb)", [as_json(wanted)]):
        if column == "people":
            people += seen
        else:
            counts[column][value] += seen
    return Frequencies(model, people, counts)


def refresh_stale() -> None:
    """Derive again what amended, merged and unmerged people are compared by."""
    while stale := ask("SELECT person_id, source FROM people_stale_sources(%s)", [_AT_ONCE]):
        rows = [matching_row(str(person), _derived(str(person), _loaded(source))) for person, source in stale]
        ask("SELECT people_put_matching(%s::jsonb)", [as_json(rows)])


def _loaded(source: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(source) if isinstance(source, str) else source
    return loaded


def _derived(person: str, source: dict[str, Any]) -> Features:
    if source["merged"]:
        return Features(person, FullName((), ""))
    numbers: dict[str, list[str]] = {}
    for kind, value in source["numbers"]:
        numbers.setdefault(kind, []).append(value)
    first = {kind: values[0] for kind, values in numbers.items()}
    return features(
        person,
        standard_name(source["forenames"], source["surname"]),
        aliases=tuple(standard_name(forenames, surname) for forenames, surname, _ in source["aliases"]),
        born=_day(source["born"]),
        other_births=tuple(date.fromisoformat(born) for _, _, born in source["aliases"] if born),
        postcodes=tuple(source["postcodes"]),
        pnc=first.get("pnc"),
        cro=first.get("cro"),
        sentenced=tuple(date.fromisoformat(day) for day in source["sentenced"]),
        overrides=tuple((scope, marker) for scope, marker in source["overrides"]),
        master_defendant=first.get("master_defendant"),
        court_defendants=tuple(numbers.get("court_defendant", ())),
        other_pncs=tuple(numbers.get("pnc", ())),
        other_cros=tuple(numbers.get("cro", ())),
        sex=known_sex(source["sex"]),
        other_ids=tuple(f"{kind} {value}" for kind, value in source["numbers"] if kind in COMPARED_IDS),
        died_on=_day(source["died_on"]),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def as_json(rows: object) -> str:
    """Rows as JSON text; days and ids as their usual spelling."""
    return json.dumps(rows, default=str)
