"""Cases of services: how a referral concludes, what its goals score, published contracts, and documents of public directories."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from throughcare.casework.interventions.rules import (
    Achievement,
    Ending,
    SessionsCounted,
    achievement_score,
    concludes_with,
    ending_of,
    may_report,
    read_contract,
)
from throughcare.casework.interventions.rules.directory import (
    Offered,
    check_tables,
    read_documents,
    service_document,
)

from .cases import Adapter, Case, Source, unknown

_CONCLUSION = {
    "attended",
    "not_attended",
    "without_outcome",
    "end_requested",
    "eosr_submitted",
    "concludes_with",
}
_SCORE = {"achieved", "partially", "not_achieved", "submitted", "correct_score"}
_CONTRACT = {"contract_reference", "contract_type", "allows_female", "hide_before", "prime"}
_SAID = {
    Ending.COMPLETED: "COMPLETED",
    Ending.ENDED_EARLY: "PREMATURELY_ENDED",
    Ending.CANCELLED: "CANCELLED",
}
_OLD_DEFECT = "the score of another system's query, which drops equal sub-totals"
_NOT_TOLD = "parts of a directory's document that name people, or that cannot be where they say"
_DAY = date(2026, 11, 29)


def _truth(written: str) -> bool:
    return written.strip().lower() in {"true", "1", "yes"}


def _conclusions(source: Source) -> Iterable[Case]:
    return (_conclusion(number, row) for number, row in enumerate(source.rows, 2))


def _conclusion(number: int, row: Mapping[str, str]) -> Case:
    name = f"{number} {row.get('scenario', '')}"
    counts = [row["attended"], row["not_attended"], row["without_outcome"]]
    if not all(one.isdigit() for one in counts):
        return unknown(name)
    asked, reported = _truth(row["end_requested"]), _truth(row["eosr_submitted"])
    expected = {
        "can_start_eosr": _truth(row.get("can_start_eosr", "")),
        "ending_with": row.get("ending_with", ""),
        "concludes_with": row["concludes_with"],
    }

    def run() -> dict[str, object]:
        counted = SessionsCounted(*(int(one) for one in counts))
        ending = ending_of(counted, asked_to_end=asked)
        concluded = concludes_with(counted, asked_to_end=asked, reported=reported)
        return {
            "can_start_eosr": may_report(counted, asked_to_end=asked, reported=reported),
            "ending_with": _SAID[ending] if ending else "",
            "concludes_with": _SAID[concluded] if concluded else "",
        }

    return Case(name, expected, run)


def _scores(source: Source) -> Iterator[Case]:
    for number, row in enumerate(source.rows, 2):
        outcomes = [
            *[Achievement.ACHIEVED] * int(row["achieved"]),
            *[Achievement.PARTLY] * int(row["partially"]),
            *[Achievement.NOT_ACHIEVED] * int(row["not_achieved"]),
        ]
        reported = _truth(row["submitted"])
        left = (_OLD_DEFECT,) if row.get("rm_sql_function_score") else ()
        yield Case(
            f"{number}",
            float(row["correct_score"]),
            partial(achievement_score, outcomes, reported=reported),
            tolerance=1e-9,
            not_compared=left,
        )


def _contracts(source: Source) -> Iterator[Case]:
    for number, row in enumerate(source.rows, 2):
        expected = {
            "reference": row["contract_reference"],
            "women": _truth(row["allows_female"]),
            "men": _truth(row["allows_male"]),
            "youngest": row["min_age"],
            "oldest": row["max_age"],
            "from": row["hide_before"][:10],
        }
        yield Case(f"{number} {row['contract_reference']}", expected, partial(_contract, row))


def _contract(row: Mapping[str, str]) -> object:
    facts = read_contract(row)
    if isinstance(facts, tuple):
        return [f"{fault.field}: {fault.because}" for fault in facts]
    return {
        "reference": facts.reference,
        "women": facts.takes_women,
        "men": facts.takes_men,
        "youngest": "" if facts.youngest is None else str(facts.youngest),
        "oldest": "" if facts.oldest is None else str(facts.oldest),
        "from": facts.offered.start.isoformat(),
    }


_ALONE = ("id", "name", "status", "url", "email", "minimum_age", "maximum_age", "accreditations", "alert")


def _services_of(content: object) -> list[dict[str, Any]]:
    """The services that a directory's document holds, found by eye: what has a name and a status."""
    if isinstance(content, list):
        return [one for each in content for one in _services_of(each)]
    if not isinstance(content, dict):
        return []
    if {"id", "name", "status", "organization"} <= content.keys():
        return [content]
    if isinstance(content.get("contents"), list):
        return _services_of(content["contents"])
    if isinstance(content.get("services"), list):
        return [one | {"organization": content} for one in content["services"] if isinstance(one, dict)]
    inner = content.get("service")
    return _services_of(inner) if isinstance(inner, dict) else []


def _is_listing(source: Source) -> bool:
    return source.path.suffix == ".json" and bool(_services_of(source.content))


def _is_tables(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    return (
        isinstance(content, dict) and "services.csv" in content and isinstance(content["services.csv"], list)
    )


def _listings(source: Source) -> Iterator[Case]:
    documents = json.loads(json.dumps(source.content))
    for number, said in enumerate(_services_of(documents)):
        expected = {name: said[name] for name in _ALONE if name in said}
        expected["organization"] = said["organization"].get("name")
        yield Case(
            f"{number} {said['id']}",
            expected,
            partial(_told, source.content, said["id"]),
            not_compared=(_NOT_TOLD,),
        )


def _told(content: object, key: str) -> dict[str, object]:
    found, _ = read_documents([content], _DAY)
    one = next(one for one in found if one.service.reference == key)
    document = service_document(Offered(UUID(int=0), one.service, one.told), _DAY)
    told = {name: document[name] for name in _ALONE if name in document}
    return told | {"organization": document["organization"]["name"]}


def _tables(source: Source) -> Iterator[Case]:
    content = source.content
    assert isinstance(content, dict)
    keys = {str(row.get("id")) for rows in content.values() for row in rows}
    dangling = [
        f"{name} {line} {column}"
        for name, rows in content.items()
        for line, row in enumerate(rows, 2)
        for column, value in row.items()
        if column.endswith("_id")
        and column != "tax_id"
        and value not in (None, "")
        and str(value) not in keys
    ]
    yield Case("rows that point to nothing", sorted(dangling), lambda: _pointing_to_nothing(content))


def _pointing_to_nothing(content: Mapping[str, list[dict[str, object]]]) -> list[str]:
    package = {
        name: [{key: "" if value is None else str(value) for key, value in row.items()} for row in rows]
        for name, rows in content.items()
    }
    return sorted(
        f"{row.file_name} {row.line} {fault.field}"
        for row in check_tables(package)
        for fault in row.faults
        if "is no row of" in fault.because
    )


ADAPTERS = (
    Adapter("how referrals conclude", lambda source: source.columns >= _CONCLUSION, _conclusions),
    Adapter("what goals score", lambda source: source.columns >= _SCORE, _scores),
    Adapter("published contracts", lambda source: source.columns >= _CONTRACT, _contracts),
    Adapter("services of public directories", _is_listing, _listings),
    Adapter("tables of public directories", _is_tables, _tables),
)
