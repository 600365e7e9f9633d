"""A sentence as a card, on the page of a person and on that of their sentences."""

from __future__ import annotations

from throughcare.casework.courts import queries as courts
from throughcare.faces.web.look.parts import (
    Lines,
    Row,
    Unknown,
)
from throughcare.faces.web.value_words import (
    first_capital,
    state_tag,
)


def sentence_card(s: courts.SentenceSeen) -> tuple[str, list[Row]]:
    """A sentence as a titled card."""
    rows = [
        Row("Offence", s.offence),
        Row("Imposed", Lines(s.imposed_on, [f"at {s.court}, case {s.case_number}"])),
        Row("Length", s.length or Unknown("No fixed length")),
        Row("Ends", s.ends_on or Unknown("No fixed end")),
        Row("State", state_tag(s.state)),
    ]
    rows += [Row(first_capital(q.kind), q.length or Unknown("No length set")) for q in s.requirements]
    return first_capital(s.kind), rows
