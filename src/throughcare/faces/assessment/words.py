"""Words of this face: what opening its pages was."""

LOOKS = {
    "assessments": "Opened the assessments",
    "assessment": "Opened an assessment",
    "read_assessment": "Read a whole assessment",
    "answers": "Opened a section of an assessment",
    "take_step": "Opened a step of an assessment",
    "scores": "Opened the scores",
    "tier": "Opened the tier",
    "own_summary": "Opened the person's own summary",
    "own_summary_pdf": "Took the person's own summary as a PDF",
}
