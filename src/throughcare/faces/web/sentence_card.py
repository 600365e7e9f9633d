"""A sentence as a card, on the page of a person and on that of their sentences."""

from __future__ import annotations

from datetime import date

from throughcare.casework.courts import queries as courts
from throughcare.faces.web.look.parts import (
    Lines,
    Row,
    Unknown,
    Why,
)
from throughcare.faces.web.value_words import (
    first_capital,
    state_tag,
)


def sentence_card(s: courts.SentenceSeen, *, on: date) -> tuple[str, list[Row]]:
    """A sentence as a titled card, with what the law of a day decides about it."""
    rows = [
        Row("Offence", s.offence),
        Row("Imposed", Lines(s.imposed_on, [f"at {s.court}, case {s.case_number}"])),
        Row("Length", s.length or Unknown("No fixed length")),
        *_parts(s),
        *_run(s),
        Row("Ends", Lines(s.ends_on, ["the last day in force"]) if s.ends_on else Unknown("No fixed end")),
        *_release(s),
        Row("State", state_tag(s.state)),
        *(Row("To be asked", cited_behind(note)) for note in s.notes if s.counts),
    ]
    rows += [Row(first_capital(q.kind), q.said or Unknown("No length set")) for q in s.requirements]
    rows += [Row(name, cited_behind(told)) for name, told in courts.law_on(s, on)]
    return first_capital(s.kind), rows


def _parts(s: courts.SentenceSeen) -> list[Row]:
    rows = [
        ("Extended licence", s.extension),
        ("Minimum term", first_capital(s.minimum_term)),
        ("Days on remand that count", "" if s.credit_days is None else str(s.credit_days)),
        ("Time served", "The court said that the time is served" if s.time_served else ""),
        ("Custody suspended", s.suspended),
    ]
    return [Row(name, said) for name, said in rows if said]


def _run(s: courts.SentenceSeen) -> list[Row]:
    if s.run is None:
        return []
    until = f"to {s.run.ends_on:%-d %B %Y}" if s.run.ends_on else "with no fixed end"
    place = f"term {s.run.place} of {s.run.of}, served from {s.begins_on:%-d %B %Y}"
    return [Row("One run", Lines(f"{s.run.begins_on:%-d %B %Y} {until}", [place]))]


def _release(s: courts.SentenceSeen) -> list[Row]:
    if s.releases_on is None or s.state not in {"in force", "in breach"}:
        return []
    name = "Release" if s.release_is_automatic else "Earliest release"
    said, clause = parted(s.release_because)
    return [Row(name, Lines(s.releases_on, [said, *([Why(clause)] if clause else [])]))]


def cited_behind(finding: str) -> Lines:
    """What a rule concluded, its clause there for whoever asks why and in nobody's way."""
    said, clause = parted(finding)
    return Lines(first_capital(said), [Why(clause)] if clause else [])


def parted(finding: str) -> tuple[str, str]:
    """The words of a finding and the clause that stands in brackets after them; the clause may hold brackets of its own."""
    depth = 0
    for place in range(len(finding) - 1, -1, -1) if finding.endswith(")") else ():
        depth += {")": 1, "(": -1}.get(finding[place], 0)
        if depth == 0:
            return finding[:place].rstrip(), finding[place + 1 : -1]
    return finding, ""
