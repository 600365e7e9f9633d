"""Words of this face: what opening its pages was."""

LOOKS = {
    "assessments": "Opened the assessments",
    "assessment": "Opened an assessment",
    "scores": "Opened the scores",
    "tier": "Opened the tier",
    "own_summary": "Opened the person's own summary",
}
