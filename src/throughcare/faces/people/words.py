"""Words of this face: what opening its pages was, and why somebody could be seen."""

LOOKS = {
    "found": "Searched for people",
    "search": "Searched for people",
    "identity": "Opened identity and matching",
    "amend": "Opened the details to change",
    "death": "Opened the form that records a death",
    "alive": "Opened the form that withdraws a death",
    "other_record": "Looked for another record of the person",
    "merge": "Compared two records",
    "matches": "Opened the matching queue",
    "match": "Opened a possible match",
}
CAUSES = {
    "recorded": "Recorded the person",
}

AGREEMENT = {
    "Exact match on first_and_last_name_std": "The same name",
    "Jaro-Winkler distance of first_and_last_name_std >= 0.9": "Nearly the same name",
    "Match on reversed cols: name_1_std and last_name_std (both directions)": "The same names the other way round",
    "(Array intersection size >= 1) AND (Array intersection size >= 1)": "A forename and a surname, or aliases, in common",
    "(Jaro-Winkler distance of name_1_std >= 0.7) AND (Jaro-Winkler distance of last_name_std >= 0.7)": (
        "A like forename and a like surname"
    ),
    "Exact match on name_1_std": "The same first forename",
    "Exact match on last_name_std": "The same surname",
    "Exact match on date_of_birth": "The same",
    "Array intersection size >= 1, few dob aliases": "One in common, of a few given",
    "Array intersection size >= 1, lots of dob aliases": "One in common, of many given",
    "Same first 3 birth-year digits and Levenshtein distance of year-suffix/month-day <= 1": "One figure different",
    "Abs difference of 'date_of_birth <= 5 year'": "Within five years",
    "tf arr mul < 0.00001": "The same, and a rare one",
    "tf arr mul < 0.0001": "The same, and an uncommon one",
    "tf arr mul < 0.001": "The same, and a common one",
    "Exact match on name_2_std": "The same",
    "Jaro-Winkler distance of name_2_std >= 0.85": "Nearly the same",
    "Exact match on pnc and cro": "Both the same",
    "Exact match on pnc_single": "The same PNC number",
    "Exact match on cro_single": "The same CRO number",
    "PNC and CRO core numbers match": "The same apart from the check letter or the year",
    "Explicit mismatch on pnc and cro": "Both different",
    "Array intersection size >= 1": "One in common",
    "Array intersection size >= 1, one element": "One in common, of one",
    "Array intersection size >= 1, few elements": "One in common, of a few",
    "Array intersection size >= 1, medium elements": "One in common, of several",
    "Array intersection size >= 1, many elements": "One in common, of many",
    "First or last elements within 2 weeks": "Within two weeks of each other",
    "Exact match on override_marker": "Ruled the same before",
    "Different manual override in same scope": "Ruled different before",
    "Exact match on master_defendant_id": "The same",
    "All other comparisons": "Not alike",
    "nothing to compare": "Nothing to compare",
}
"""How far two records agree on one thing, for each level of the matching model."""


def agreement_words(level: str) -> str:
    """How far two records agree on one thing, in plain words for a level of the matching model."""
    return AGREEMENT.get(level, level)
