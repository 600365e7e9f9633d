"""Words of this face: what opening its pages was."""

LOOKS = {
    "protections": "Opened whose level of public protection is decided or reviewed here",
    "protection_of": "Opened their public protection",
    "propose_category": "Opened the page to propose a category of public protection for them",
    "refer_to_category_3": "Opened the page to refer them for public protection",
    "protection_meeting": "Opened a meeting on their public protection",
    "protection_meeting_step": "Opened the page to record something of a meeting on their public protection",
    "protection_meeting_action": "Opened the page to end an action of a meeting on their public protection",
    "protection_disclosures": "Opened what others were told of them for public protection",
    "protection_told": "Opened the sheet for them of what others were told",
    "protection_step": "Opened the page to take a step in their public protection",
}
