"""Places of the register of providers."""

from .kinds import Call, Page

PAGES: dict[str, Page] = {
    "passport": Page({"provider lead"}),
    "change_passport": Page({"provider lead"}),
}

CALLS: dict[str, Call] = {}
