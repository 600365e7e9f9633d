"""Words of this face: what opening its pages was."""

LOOKS = {
    "release": "Opened their release",
    "release_step": "Opened the page to record something of their release",
    "parole_done": "Opened the page to record that a step to parole was done",
    "licence": "Opened a licence",
    "licence_step": "Opened the page to take a step on a licence",
    "licence_in_plain_words": "Opened a licence as the person is told it",
    "licence_pdf": "Took a licence as the person is told it",
    "asked_condition": "Opened a condition that somebody asks for",
    "condition_to_propose": "Opened the page to ask for a condition",
    "due_out": "Opened who is due out",
}
