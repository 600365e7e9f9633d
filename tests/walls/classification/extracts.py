"""Tables of extracts."""

from .kinds import SI, S

TABLES: dict[str, tuple[str, str]] = {
    "extracts_answeredquestion": ("plumbing", SI),
    "extracts_savedquestion": ("custom", "SELECT INSERT DELETE"),
    "extracts_senttables": ("custom", "SELECT INSERT UPDATE DELETE"),
    "extracts_sentfile": ("custom", "SELECT INSERT UPDATE DELETE"),
    "extracts_publishedfigures": ("published", S),
}

ONCE: dict[str, str] = {
    "extracts_senttables": "id member_id unit_id organisation_id at title known_to",
    "extracts_sentfile": "id sent_id organisation_id table file_name content",
}
