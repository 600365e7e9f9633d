"""What is read for an extract: one snapshot of the database, as the auditor, by ADBC and straight into Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from throughcare.casework.assessment.queries import extract as assessment
from throughcare.casework.courts.queries import extract as courts
from throughcare.casework.people.queries import extract as people
from throughcare.casework.supervision.queries import extract as supervision
from throughcare.foundation.access import extract as access
from throughcare.foundation.access.snapshot import asked, snapshot

from .. import rules as joining

if TYPE_CHECKING:
    import pyarrow as pa


__all__ = ["asked", "joined", "known_to", "published", "read", "rules", "snapshot"]


@cache
def rules() -> Mapping[str, Any]:
    """What an extract takes for what, with labels and sources, and what it leaves out."""
    found: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("rules.yaml").read_text("utf-8"))
    return found


def known_to(cursor: Any, today: date) -> date | None:
    """The day of the latest court result up to today; None when there is none."""
    found: date | None = asked(cursor, courts.KNOWN_TO, today)["known_to"][0].as_py()
    return found


def read(cursor: Any, to: date) -> tuple[dict[str, pa.Table], dict[str, int]]:
    """The rows of every table by the text id of their person, and how many index events could not be had, by why."""
    said = {name: rule["value"] for name, rule in rules()["rules"].items()}
    return joined(published(cursor, to, said), to, said)


def published(cursor: Any, to: date, said: Mapping[str, Any]) -> dict[str, pa.Table]:
    """What each context publishes of its own tables, by the names that joins use."""
    return {
        "survivors": asked(cursor, people.SURVIVORS),
        "people": asked(cursor, people.PEOPLE),
        "sentences": asked(cursor, courts.SENTENCES, to),
        "offences": asked(cursor, courts.OFFENCES, to),
        "requirements": asked(cursor, courts.REQUIREMENTS, to),
        "releases": asked(cursor, supervision.RELEASES, said["released"]),
        "matters": asked(cursor, supervision.MATTERS),
        "scores": asked(cursor, assessment.SCORES, said["predicted_by"]),
        "harm": asked(cursor, assessment.HARM),
        "organisations": asked(cursor, access.ORGANISATIONS),
    }


def joined(
    tables: Mapping[str, pa.Table], to: date, said: Mapping[str, Any]
) -> tuple[dict[str, pa.Table], dict[str, int]]:
    """The tables of an extract from what was published, by the extract's own rules; and what was left out."""
    import duckdb

    begins = {"to": to, "orders": said["index_events"]}
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)

        def ask(question: str, **given: object) -> pa.Table:
            return connection.sql(question, params=given or None).to_arrow_table()

        found = {
            "people": ask(joining.PEOPLE),
            "index_events": ask(joining.EVENTS, **begins, within=said["known_within"]),
            "offences": ask(joining.OFFENCES, proven_by=said["proven_by"], breaches=said["breaches"]),
            "services": ask(joining.SERVICES),
        }
        [without] = ask(joining.LEFT_OUT, **begins).to_pylist()
    return found, without
