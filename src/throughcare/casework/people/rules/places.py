"""Postcodes and their districts."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files

from throughcare.foundation.kernel import Refused

_POSTCODE = re.compile(
    # The pseudo-postcodes ZZ99 end in letters that no real postcode has (ZZ99 3VZ, no fixed abode).
    r"(?P<out>ZZ99(?=\d[A-Z]{2}$)|[A-Z]{1,2}\d[A-Z\d]?(?=\d[ABD-HJLNP-UW-Z]{2}$))(?P<within>\d[A-Z]{2})",
    re.ASCII,
)
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


# Northern Ireland, the Crown dependencies, the forces and Gibraltar: real homes outside every probation area.
OUTSIDE_EVERY_AREA = frozenset({"BT", "JE", "GY", "IM", "BF", "GX"})
_NO_PLACE = frozenset({"ZZ", "NF"})


def is_elsewhere(district: str) -> bool:
    """Whether a district lies outside every area of England, Wales and Scotland, or is a code for nowhere."""
    return _letters(district) in OUTSIDE_EVERY_AREA | _NO_PLACE


def lies_outside_every_area(postcode: str) -> bool:
    """Whether a standard postcode is a real home that no probation area of England and Wales answers for."""
    return _letters(postcode) in OUTSIDE_EVERY_AREA


def _letters(postcode: str) -> str:
    found = re.match(r"[A-Z]*", postcode)
    return found.group() if found else ""


# Assumed: how clerks write it. ZZ99 3VZ is the published pseudo-postcode, NF1 1NF what courts' systems send.
_NO_HOME = frozenset(
    {
        "NFA",
        "NOFIXEDABODE",
        "NOFIXEDADDRESS",
        "OFNOFIXEDABODE",
        "HOMELESS",
        "ZZ993VZ",
        "NF11NF",
        "ROUGHSLEEPER",
    }
)


def says_no_home(written: str) -> bool:
    """Whether an address or a postcode, as written, says that somebody has no fixed abode.

    >>> says_no_home("N.F.A."), says_no_home("zz99 3vz"), says_no_home("NG1 1AA")
    (True, True, False)
    """
    return re.sub(r"[\W_]", "", written).upper() in _NO_HOME


@lru_cache(maxsize=1)
def known_districts() -> frozenset[str]:
    """Every postcode district of the United Kingdom in the packaged list."""
    return frozenset(row["district"] for row in _rows("postcode_districts.csv"))


@lru_cache(maxsize=1)
def district_positions() -> dict[str, tuple[float, float]]:
    """The middle of each postcode district, in degrees north and east."""
    return {
        row["district"]: (float(row["latitude"]), float(row["longitude"]))
        for row in _rows("postcode_districts.csv")
    }


@lru_cache(maxsize=1)
def local_authorities() -> dict[str, str]:
    """Local authority districts of England and Wales (April 2024): ONS code to name."""
    return {row["code"]: row["name"] for row in _rows("local_authorities.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("throughcare.casework.people").joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
