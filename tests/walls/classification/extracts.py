"""Tables of extracts."""

from .kinds import SI, S

TABLES: dict[str, tuple[str, str]] = {
    "extracts_answeredquestion": ("plumbing", SI),
    "extracts_savedquestion": ("custom", "SELECT INSERT DELETE"),
    "extracts_publishedfigures": ("published", S),
}
