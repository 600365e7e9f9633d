"""The document that says of each rate whether it is published or assumed, made from ``rates.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from throughcare.evidence.population.rates import rates

_HEAD = """# What synthetic people are drawn from

`throughcare demo` makes people who never were, on real geography; `throughcare outcomes synth` makes their lives as tables.
Both draw from one population, and so does the payment laboratory, by bands of its own file. This page lists every rate of
it, and is made from `evidence/population/rates.yaml`; a test compares the two. *Published* names its source; *assumed* gives the
reason. What the figures mean together, and how they fit any real caseload, is not claimed.

| rate | value | basis | source or reason |
|---|---|---|---|
"""
_TAIL = """
## What is real and what is made up

- Real: areas and their residents, postcode districts, courts and their codes, probation offices, Home Office offence
  codes, the operating models. Origins and licences are in the README files beside the reference files.
- Made up: every person, name, address, number, staff member and note. PNC and CRO numbers bear right check letters and
  belong to nobody we know of. Community providers, commissioners and panels are invented organisations.

## How it comes in

Two areas are made side by side: Durham Tees Valley under the model that is asked for, its trust's proposal of 2012 unless
another is named (a **what-if**: in this demonstration that proposal is in force), and Northumbria under the service's own
model of 2021, as the country is. Every other preset stands ready to be put in force. Some people are offered by one area
to the other: a third of the offers is accepted, a third refused, the rest waits. What is missing
was told by those who meet it, and the analyst of needs has two drafts of what to buy.

Every role signs in to the first area. In the second those do who deal with people day by day: an offender manager, a
probation services officer, a senior, a court officer, and a provider's worker and lead, with the area in the address
(`offender.manager.northumbria@demo.example`). `throughcare demo accounts` prints all of them with their passwords; a
role named alone, as in `throughcare demo code "offender manager"`, is the first area's.

Court results arrive as files, a court team's at a time, and go through the same import as a real file: every week's in the
last quarter, one week's in each eight of the years before. Cases open by the same reaction; managers are appointed, risk
recorded, contacts written, people released, recalled and released again, sentences ended and cases closed on their day, by
the same actions as on a page, for many at once. Hours of unpaid work count towards the requirement that asks for them.
Nearly everybody who is managed has the next appointment in the diary of whoever holds the case, from today on; one
telephone in five of other officers' people has been asked about. A breach comes in the court's file, and so does what the
court made of it. Of what is longer ago half as many contacts are brought in, and no reports. Risk follows the offence and
the past that a person brings, and so do assessments. A person sentenced twice is joined by matching, and a misspelt few
wait in the review queue. Those in custody are in a real prison of the area, chosen by turns. Failures to comply stand at every
stage, some of them late. The commissioner who signs in has six competitions at six stages, two intentions and a pooled budget, and those who bid have passports; no
agreement is made. The last file holds nine rows
with one fault each, kept for correction; after it come cases listed in the days ahead, as the magistrates' own message says
them, one of them with something to ask, and one result that was sent again with another length. A walk over the whole of it
for what cannot be (`tests/support/impossible.py`), enforcement, recall, release and services among it, is a test.

The same `--seed`, `--size`, `--model` and `--as-at` give the same people and history; identifiers, passwords and
one-time-code seeds differ. Only an empty database on this machine is filled. Stopped half-way it is not taken up again:
it begins from an empty database (`make run` does that by itself).
"""


def page() -> str:
    """The whole document."""
    return _HEAD + "".join(_row(name, rate) for name, rate in rates().items()) + _TAIL


def _row(name: str, rate: Mapping[str, Any]) -> str:
    why = rate["source"] if rate["basis"] == "published" else rate["why"]
    return f"| {name.replace('_', ' ')} | {_value(rate)} | {rate['basis']} | {why} |\n"


def _value(rate: Mapping[str, Any]) -> str:
    for key in ("weights", "shares", "days"):
        if key in rate:
            return "; ".join(f"{thing}: {weight}" for thing, weight in rate[key].items())
    if "least" in rate:
        return f"{rate['least']} to {rate['most']}"
    return str(rate.get("share", rate.get("mean", "by place or code, see the source")))
