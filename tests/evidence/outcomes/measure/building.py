"""Small tables, written as they are told: who, when, what followed."""

from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa

from throughcare.evidence.outcomes.measure.tables import Tables, from_sources

KNOWN_TO = date(2030, 1, 1)
TYPES = {
    "index_events": {
        "event_id": pa.int64(),
        "person_id": pa.int64(),
        "event_date": pa.date32(),
        "kind": pa.string(),
        "area": pa.string(),
        "predicted": pa.float64(),
    },
    "offences": {
        "person_id": pa.int64(),
        "offence_date": pa.date32(),
        "proven_date": pa.date32(),
        "breach": pa.bool_(),
        "proved_by": pa.string(),
        "severity": pa.decimal128(9, 2),
    },
    "people": {"person_id": pa.int64(), "sex": pa.string(), "died_on": pa.date32()},
    "milestones": {
        "person_id": pa.int64(),
        "outcome": pa.string(),
        "observed_on": pa.date32(),
        "achieved": pa.bool_(),
    },
    "returns": {"person_id": pa.int64(), "returned_on": pa.date32(), "reason": pa.string()},
}


def arrow(name, rows):
    return pa.Table.from_pylist(rows, schema=pa.schema(list(TYPES[name].items())))


def an_event(person, day, kind="court_order", area="North", predicted=0.5):
    return {"person_id": person, "event_date": day, "kind": kind, "area": area, "predicted": predicted}


def an_offence(person, committed, proven=None, breach=False, proved_by="conviction", severity="1.00"):
    return {
        "person_id": person,
        "offence_date": committed,
        "proven_date": proven or committed + timedelta(days=30),
        "breach": breach,
        "proved_by": proved_by,
        "severity": Decimal(severity),
    }


def a_look(person, on, achieved, outcome="employed"):
    return {"person_id": person, "observed_on": on, "achieved": achieved, "outcome": outcome}


def a_return(person, on, reason="recall"):
    return {"person_id": person, "returned_on": on, "reason": reason}


def tables(
    events=(), offences=(), people=None, looks=None, returns=None, known_to=KNOWN_TO, check=True
) -> Tables:
    numbered = [{"event_id": number, **event} for number, event in enumerate(events, 1)]
    sources = {"index_events": arrow("index_events", numbered), "offences": arrow("offences", offences)}
    for name, rows in (("people", people), ("milestones", looks), ("returns", returns)):
        if rows is not None:
            sources[name] = arrow(name, rows)
    return from_sources(sources, known_to=known_to, check=check)
