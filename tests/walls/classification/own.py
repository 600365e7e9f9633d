"""Tables and owner's functions of a person's own page."""

from .kinds import NOBODY, PAGES, SIU

TABLES: dict[str, tuple[str, str]] = {
    "own_code": ("person", SIU),
}

DEFINERS: dict[str, frozenset[str]] = {
    "own_come_in(text,text,text)": PAGES,
    "own_visitor(text)": PAGES,
    "own_leave(text)": PAGES,
    "own_appointments(text)": PAGES,
    "own_goals(text)": PAGES,
    "own_ordered(text)": PAGES,
    "own_looks(text)": PAGES,
    "own_prints(uuid)": NOBODY,
    "own_sheet_of(uuid)": PAGES,
    "own_sheet_appointments(uuid)": PAGES,
    "own_sheet_goals(uuid)": PAGES,
    "own_sheet_ordered(uuid)": PAGES,
    "own_visiting(text)": NOBODY,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "own_code": "id person_id case_id reference digest at member_id organisation_id tries visit opened_at left_at",
}
