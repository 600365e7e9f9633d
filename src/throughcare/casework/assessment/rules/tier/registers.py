"""What may be registered of a person that a tier looks at; codes as the service's records have them."""

from __future__ import annotations

from ..editions import read

KINDS: dict[str, str] = {
    "rosh": "Risk of serious harm",
    "mappa": "MAPPA level",
    "iom": "Integrated offender management",
    "domestic_abuse": "Domestic abuse",
    "stalking": "Stalking",
    "two_thirds_point": "Past two thirds of the sentence",
    **{code: words.capitalize() for code, words in read("tier_v2")["complexity"]["codes"].items()},
}
VALUES: dict[str, tuple[str, ...]] = {
    "rosh": ("low", "medium", "high", "very_high"),
    "mappa": ("1", "2", "3"),
}
CHILD_PROTECTION = "RCPR"
CODES = tuple(read("tier_v2")["complexity"]["codes"])
