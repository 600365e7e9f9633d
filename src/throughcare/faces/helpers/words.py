"""Words of this face: what opening its pages was, and why somebody could be seen."""

LOOKS = {
    "helpers": "Opened who waits for a helper and which helpers there are",
    "add_helper": "Opened the page to list a helper",
    "one_helper": "Opened a helper and their checks",
    "helper_step": "Opened the page to check or end a helper",
    "helpers_of": "Opened their mentors and employers",
    "ask_for_helper": "Opened the page to ask for a helper for them",
    "work_figures": "Opened what came of work, by team",
    "pairing": "Opened a helper asked for them",
    "pairing_step": "Opened the page to take a step with their helper",
}
CAUSES = {"helper": "Was asked for a mentor, a volunteer or an employer for them"}
