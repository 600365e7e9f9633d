"""Which questions may be kept under a name, and for whom: the address of one of the outcomes pages, and nothing else."""

from __future__ import annotations

import re
from enum import StrEnum

from throughcare.foundation.kernel import Refused

PAGES = ("measures", "adjusted", "forecast", "comparison", "attribution", "value", "laboratory")
LONGEST = 500
_QUESTION = re.compile(rf"/outcomes/(?:{'|'.join(PAGES)})(?:\?[A-Za-z0-9_.~%+:=&-]+)?")


class SeenBy(StrEnum):
    """Who sees a question that was kept."""

    ONESELF = "oneself"
    TEAM = "team"
    EVERYBODY = "everybody"


def check_question(address: str) -> None:
    """Refuse what is not the address of a question of ours: it is shown to others as a link."""
    if len(address) > LONGEST or not _QUESTION.fullmatch(address):
        raise Refused("This is not the address of a question on these pages. Ask it first, then keep it.")
