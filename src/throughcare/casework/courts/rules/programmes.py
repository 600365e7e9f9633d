"""Accredited programmes by the names that courts order them by: a packaged list, each name with where it is known from."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files


def _key(name: str) -> str:
    plain = re.sub(r"[^\w+]+", " ", name.casefold()).strip()
    return re.sub(r"^the | programmes?$", "", plain)


@lru_cache(maxsize=1)
def programmes() -> Mapping[str, str]:
    """The name of each programme by every way of writing it: in full, by its letters, or both."""
    text = files("throughcare.casework.courts").joinpath("reference", "programmes.csv").read_text("utf-8")
    found: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        name, short = row["name"], [one for one in row["also"].split(";") if one]
        found |= {_key(said): name for said in (name, *short, *(f"{name} {one}" for one in short))}
    return found


def programme_named(said: str) -> str:
    """The programme that these words name, in its full name; empty where no list has it.

    >>> programme_named("Thinking Skills (TSP)"), programme_named("the building choices programme")
    ('', 'Building Choices')
    """
    return programmes().get(_key(said), "")
