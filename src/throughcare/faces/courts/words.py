"""Words of this face: what opening its pages was, and why somebody could be seen."""

LOOKS = {
    "sentence": "Opened the sentence",
    "sitting": "Opened a court list",
}
CAUSES = {
    "court date": "A court date",
    "corrected result": "A result that its court sent again",
}
