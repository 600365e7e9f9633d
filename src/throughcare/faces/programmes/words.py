"""Words of this face: what opening its pages was, and why somebody could be seen."""

LOOKS = {
    "programmes": "Opened the list of programmes",
    "programme": "Opened a programme",
    "programmes_for": "Opened their programmes",
    "refer_to_programme": "Opened the page to refer them to a programme",
    "enrolments": "Opened the list of people referred to programmes",
    "enrolment": "Opened their referral to a programme",
    "enrolment_move": "Opened the page to move their referral to a programme",
    "give_place": "Opened the page to give them a place in a group",
    "record_alone": "Opened the page to record a session held with them alone",
    "record_measure": "Opened the page to score them before or after a programme",
    "groups": "Opened the list of groups",
    "plan_group": "Opened the page to plan a group",
    "group": "Opened a group",
    "group_facilitators": "Opened the page to say who holds a group",
    "end_group": "Opened the page to end a group",
    "training": "Opened who is trained in which programme",
    "attendance": "Opened the register of a group's session",
    "move_session": "Opened the page to move a group's session",
}
CAUSES = {
    "programme": "Was referred to a programme that they deliver",
    "programme group": "Had a place in a group of theirs",
}
