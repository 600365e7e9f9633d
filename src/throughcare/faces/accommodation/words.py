"""Words of this face: what opening its pages was, and why somebody could be seen."""

LOOKS = {
    "accommodation": "Opened who waits for accommodation and which beds there are",
    "one_of_premises": "Opened premises and who lives there",
    "premises_step": "Opened the page to change premises or their beds",
    "add_premises": "Opened the page to record premises",
    "accommodation_of": "Opened their applications for accommodation",
    "apply_for_place": "Opened the page to ask for a place to live for them",
    "application": "Opened their application for accommodation",
    "application_step": "Opened the page to take a step on their application for accommodation",
}
CAUSES = {
    "accommodation": "Gives places to live, and was asked for one for them",
    "stay": "Runs the premises where they have a bed",
}
