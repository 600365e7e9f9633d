"""Words of this face: what opening its pages was, and why somebody could be seen."""

LOOKS = {
    "person": "Opened the summary",
    "timeline": "Opened the timeline",
    "caseload": "Opened a caseload",
    "team": "Opened the team page",
    "team_people": "Opened the list of a team's people",
    "transfer": "Opened a transfer",
    "record": "Opened the page to record a contact",
    "note": "Opened the page to write a note",
    "correct": "Opened the page to correct a contact",
    "book": "Opened the page to make an appointment",
    "call_off": "Opened the page to call off an appointment",
    "list_contacts": "Read how contact stands",
    "risk": "Opened the page to record risk",
    "lowering": "Opened a lowering of risk that was asked for",
    "withdraw_lowering": "Took back a lowering of risk that was asked for",
    "custody": "Opened where the person is and has been",
    "movement": "Opened the page to record a movement",
    "appoint": "Opened the page to appoint",
    "offer": "Opened the page to offer a transfer",
    "sample": "Opened a sample for inspection",
    "newcomer": "Looked for somebody before opening a case",
    "newcomers": "Opened the page of new cases",
}
CAUSES = {
    "tenure": "Holds a role in the case",
    "responsibility": "Is the responsible team",
    "transfer": "A transfer on offer",
    "iom cohort": "Worked with jointly: integrated offender management",
    "mappa cohort": "Worked with jointly: public protection",
    "sample": "Drawn in a sample for inspection",
}
