"""A directory's document and tables, small and whole, for tests to change."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any
from uuid import uuid4


def a_listing(**given: Any) -> dict[str, Any]:
    """A good service as a public directory lists it: money advice in Middlesbrough, with one site and places free."""
    document: dict[str, Any] = {
        "id": str(uuid4()),
        "name": "Debt clinic",
        "description": "Help with letters about money.",
        "status": "active",
        "minimum_age": 16,
        "assurer_email": "somebody@example.test",
        "organization": {"id": str(uuid4()), "name": "Tees Advice", "description": "A charity."},
        "service_areas": [{"id": str(uuid4()), "name": "Middlesbrough"}],
        "contacts": [{"id": str(uuid4()), "name": "Ann Persona"}],
        "attributes": [
            {
                "id": str(uuid4()),
                "taxonomy_term": {"id": str(uuid4()), "name": "Debt advice", "description": "Debt advice"},
            }
        ],
        "service_at_locations": [
            {
                "id": str(uuid4()),
                "location": {
                    "id": str(uuid4()),
                    "location_type": "physical",
                    "name": "The library",
                    "latitude": 54.57,
                    "longitude": -1.23,
                    "addresses": [
                        {
                            "id": str(uuid4()),
                            "attention": "Ann Persona",
                            "address_1": "1 High Street",
                            "city": "Middlesbrough",
                            "state_province": "Cleveland",
                            "postal_code": "TS1 2AA",
                            "country": "GB",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
        "capacities": [
            {
                "id": str(uuid4()),
                "unit": {"id": str(uuid4()), "name": "places a week"},
                "available": 3,
                "maximum": 8,
                "updated": "2026-11-20T09:30:00+00:00",
            }
        ],
    }
    return document | given


def some_tables() -> dict[str, list[dict[str, str]]]:
    """A package whose rows hold together: one organisation, one service, one place, one area, what it is for."""
    return {
        "organizations.csv": [{"id": "o1", "name": "Tees Advice", "description": "A charity."}],
        "services.csv": [
            {
                "id": str(uuid4()),
                "organization_id": "o1",
                "name": "Debt clinic",
                "status": "active",
                "minimum_age": "16",
            }
        ],
        "locations.csv": [
            {
                "id": "l1",
                "location_type": "physical",
                "name": "The library",
                "latitude": "54.57",
                "longitude": "-1.23",
            }
        ],
        "service_areas.csv": [{"id": "a1", "service_id": "", "name": "Middlesbrough"}],
        "service_at_location.csv": [{"id": "s1", "service_id": "", "location_id": "l1"}],
        "taxonomy_terms.csv": [{"id": "t1", "name": "Debt advice", "description": "Debt advice"}],
        "attributes.csv": [{"id": "x1", "link_id": "", "link_entity": "service", "taxonomy_term_id": "t1"}],
    }


def joined() -> dict[str, list[dict[str, str]]]:
    """The same package with everything hung from its one service."""
    made = some_tables()
    key = made["services.csv"][0]["id"]
    made["service_areas.csv"][0]["service_id"] = key
    made["service_at_location.csv"][0]["service_id"] = key
    made["attributes.csv"][0]["link_id"] = key
    return made


def zipped(tables: dict[str, list[dict[str, str]]]) -> bytes:
    """A package as a zip of CSV."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, rows in tables.items():
            written = io.StringIO()
            columns = list(dict.fromkeys(column for row in rows for column in row))
            writer = csv.DictWriter(written, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            packed.writestr(name, written.getvalue())
    return held.getvalue()
