"""Postcodes and their districts."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files

from throughcare.foundation.kernel import Refused

_POSTCODE = re.compile(r"(?P<out>[A-Z]{1,2}\d[A-Z\d]?)(?P<within>\d[ABD-HJLNP-UW-Z]{2})", re.ASCII)
NOT_A_PLACE = frozenset({"NF1 1NF", "ZZ99 9ZZ"})


def standard_postcode(written: str) -> str:
    """A postcode in capitals with one space before its last three characters; Refused otherwise."""
    found = _POSTCODE.fullmatch(re.sub(r"\s", "", written.upper()))
    if found is None:
        raise Refused("This is not a postcode: write it like TS1 2AB.", field="postcode")
    return f"{found['out']} {found['within']}"


def district_of(postcode: str) -> str:
    """The postcode district (outward half) of a standard postcode."""
    return postcode.partition(" ")[0]


def is_a_place(postcode: str) -> bool:
    """Whether a postcode says where somebody lives: the codes for no fixed abode do not."""
    return postcode not in NOT_A_PLACE and not postcode.startswith("ZZ99")


@lru_cache(maxsize=1)
def known_districts() -> frozenset[str]:
    """Every postcode district of the United Kingdom in the packaged list."""
    return frozenset(row["district"] for row in _rows("postcode_districts.csv"))


@lru_cache(maxsize=1)
def local_authorities() -> dict[str, str]:
    """Local authority districts of England and Wales (April 2024): ONS code to name."""
    return {row["code"]: row["name"] for row in _rows("local_authorities.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("throughcare.casework.people").joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
