"""How answers of the strengths-and-needs set stand in the older sections, item by item."""

from __future__ import annotations

from throughcare.casework.assessment.queries import AssessmentSeen
from throughcare.casework.assessment.rules.needs.newer_set import set_questions
from throughcare.casework.assessment.rules.needs.sections import AnswerSet, sections_of_area
from throughcare.casework.assessment.rules.needs.translation import fields_of
from throughcare.casework.assessment.rules.questions import NOT_KNOWN, items_of, question
from throughcare.faces.web.look.parts import Column, Lines, Table, Unknown

SETS = {
    AnswerSet.OLDER_SECTIONS: "Older sections",
    AnswerSet.STRENGTHS_AND_NEEDS: "Strengths and needs",
}


def mapping_table(seen: AssessmentSeen, area: str) -> Table | None:
    """Each older item of an area: what it comes to, and which answers it was read from; None where there is none."""
    items = items_of(seen.answers)
    rows = [
        [
            Lines(words, [f"{section.title}, {item[1:].replace('-', '.')}"]),
            _value(item, items.get(item)),
            _from(seen, item),
        ]
        for section in sections_of_area(area)
        for item, words in section.items.items()
    ]
    columns = [Column("Older item"), Column("Comes to"), Column("Read from")]
    return Table("In the older sections", columns, rows) if rows else None


def _value(item: str, value: object) -> object:
    if value is None or value == NOT_KNOWN:
        return Unknown("Not known yet")
    return dict(question(item).choices).get(str(value), str(value))


def _from(seen: AssessmentSeen, item: str) -> object:
    answered = {name for name, one in seen.answers.items() if one.value is not None}
    said = [one.words for name, one in set_questions().items() if name in fields_of(item) & answered]
    if said:
        return Lines(said[0], said[1:])
    return "Asked as before" if item in answered else Unknown("Nothing yet")
