"""Recalls, and who reads their papers."""

ENDS: dict[str, str] = {}
LASTS = {"recall_recallreader": "who was named to read the papers of a recall, which ends itself"}
NOT_SHOWN = {"recall_recall": "no test shows yet that a recall under way ends with a death"}
