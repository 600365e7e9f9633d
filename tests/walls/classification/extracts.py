"""Tables of extracts."""

from .kinds import SI

TABLES: dict[str, tuple[str, str]] = {
    "extracts_answeredquestion": ("plumbing", SI),
}
