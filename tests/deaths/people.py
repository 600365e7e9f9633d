"""Who somebody was."""

from . import Ends

SHOWN = "tests/casework/people/test_what_a_death_ends.py::test_nothing_more_is_asked_of_somebody_who_died_nor_handed_to_them"
ENDS = {
    "people_openpoint": Ends(
        "t.settled_at IS NULL AND EXISTS (SELECT FROM people_person p WHERE p.id = t.person_id AND p.died_on IS NULL)",
        SHOWN,
    )
}
WAS = "what was known of somebody stays known; no reminder is sent to the dead"
LASTS = {
    "people_address": WAS,
    "people_alias": WAS,
    "people_caring": WAS,
    "people_contact": WAS,
    "people_death": "the death itself",
    "people_disability": WAS,
    "people_email": WAS,
    "people_keptapart": "that two are not the same person stays true",
    "people_matching": "by what a later record is held against theirs, a death among it",
    "people_phone": WAS,
    "people_review": "whether two records are one person is ruled after a death too: either the match or the death is wrong",
    "people_stopped": "what the death ended, so that it can come back",
}
