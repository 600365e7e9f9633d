"""How answers of the strengths-and-needs set stand in the older sections, item by item."""

from __future__ import annotations

from throughcare.casework.assessment.queries import AssessmentSeen
from throughcare.casework.assessment.rules.needs.newer_set import items_filled, set_questions
from throughcare.casework.assessment.rules.needs.sections import AnswerSet, sections_of_area
from throughcare.casework.assessment.rules.needs.translation import fields_of
from throughcare.casework.assessment.rules.questions import NOT_KNOWN, items_of, question, set_answers
from throughcare.faces.web.look.parts import Column, Lines, Table, Unknown

SETS = {
    AnswerSet.OLDER_SECTIONS: "Earlier questions",
    AnswerSet.STRENGTHS_AND_NEEDS: "Strengths and needs",
}


def mapping_table(seen: AssessmentSeen, area: str) -> Table | None:
    """Each older item of an area: what it comes to, and which answers it was read from; None where there is none."""
    items, filled = items_of(seen.answers), items_filled(set_answers(seen.answers))
    rows = [
        [
            Lines(words, [f"{section.title}, {item[1:].replace('-', '.')}"]),
            _value(item, items.get(item)),
            _from(seen, item, item in filled and items.get(item) == filled[item]),
        ]
        for section in sections_of_area(area)
        for item, words in section.items.items()
    ]
    columns = [Column("Older item"), Column("Comes to"), Column("Read from")]
    return Table("In the earlier questions", columns, rows) if rows else None


def _value(item: str, value: object) -> object:
    if value is None or value == NOT_KNOWN:
        return Unknown("Not known yet")
    return dict(question(item).choices).get(str(value), str(value))


def _from(seen: AssessmentSeen, item: str, is_filled: bool) -> object:
    """The answers that an item was read from; every drug's own stand behind the choice of drugs."""
    answered = {name for name, one in seen.answers.items() if one.value is not None}
    said = [one.words for name, one in set_questions().items() if name in fields_of(item) & answered]
    if is_filled:
        return Lines(said[0], said[1:]) if said else "What was said of the whole area"
    return "Asked as before" if item in answered else Unknown("Nothing yet")
