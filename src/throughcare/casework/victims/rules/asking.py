"""What a victim asks for crosses over as a condition, and says nothing of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from throughcare.foundation.kernel import Refused

NAMES_WHOM = "no-contact-named"
"""The one condition of the list that must name whom not to contact."""


def check_tells_nothing(code: str, words: str, *, name: str, reach: Iterable[str]) -> None:
    """Refuse words that say who asks, or how to find them; a name stands only where the condition is not to contact them."""
    told = [said.strip() for said in reach if said.strip()]
    told += [part for said in told for part in re.split(r"[,;]", said) if len(part.strip()) > 3]
    found = next((said.strip() for said in told if said.strip().casefold() in words.casefold()), None)
    if found is not None:
        raise Refused(
            "This says how to find whoever asks. Say it without their address, number or e-mail.",
            field="said",
        )
    if code != NAMES_WHOM and name.strip().casefold() in words.casefold():
        raise Refused(
            "This names whoever asks. Only a condition not to contact them names them.", field="said"
        )
