"""Words of this face: what opening its pages was, and why somebody could be seen."""

LOOKS = {
    "unpaid_work": "Opened the projects of unpaid work",
    "ask_as_public": "Opened the page on which the public asks for a project",
    "asked_by_public": "Opened what became of a project that the public asked for",
    "public_ask": "Opened the page to decide on what the public asked for",
    "nominate_project": "Opened the page to ask for a project",
    "project": "Opened a project",
    "project_step": "Opened the page to decide on a project",
    "project_day": "Opened who comes to a project on a day",
    "project_stand_down": "Opened the page to call a project's day off",
    "hours": "Opened their hours of unpaid work",
    "send_hours": "Opened the page to send their hours",
    "hours_step": "Opened the page to take a step on their hours",
    "turn_correct": "Opened the page to put a turn right",
}
CAUSES = {"unpaid work": "Arranges their hours of unpaid work"}
