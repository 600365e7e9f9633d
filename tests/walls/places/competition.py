"""Places of competition."""

from .kinds import Call, Page

TRY = {"commissioner", "analyst", "provider lead"}

PAGES: dict[str, Page] = {
    "competition": Page(TRY),
    "competition_scoring": Page(TRY),
    "competition_standstill": Page(TRY),
}

CALLS: dict[str, Call] = {}
