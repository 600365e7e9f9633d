"""Places of a person's own page."""

from .kinds import ABOUT_A_PERSON, ANYBODY, LOOK, PRACTISE, Call, Page

PAGES: dict[str, Page] = {
    "own_come_in": Page(ANYBODY),
    "own_page": Page(ANYBODY, 302, 302),  # nobody was let in, so back to the fields
    "own_leave": Page(ANYBODY, 302, 302),  # done by a button only
    "own_code": Page(LOOK, 200, ABOUT_A_PERSON),
    "own_sheet": Page(PRACTISE, 200, ABOUT_A_PERSON),
    "own_code_given": Page(PRACTISE, 302, 302),  # the same
    "own_code_withdrawn": Page(PRACTISE, 302, 302),  # the same
}

CALLS: dict[str, Call] = {}
