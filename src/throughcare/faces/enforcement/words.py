"""Words of this face: what opening its pages was, and why somebody could be seen."""

LOOKS = {
    "enforcement": "Opened what runs out after failures to comply",
    "enforcement_delays": "Opened how long notices and decisions take",
    "enforcement_of": "Opened their failures to comply",
    "failure": "Opened a failure to comply",
    "failure_step": "Opened the page to do something about a failure",
    "paper": "Opened a paper of enforcement",
    "paper_pdf": "Took a paper of enforcement as a PDF",
    "paper_step": "Opened the page to do something with a paper",
    "decision_audit": "Opened a decision drawn for audit",
}
CAUSES = {
    "failure": "Decides what becomes of a failure to comply",
    "decision audit": "Looks at a decision that was drawn",
}
