"""Places of the way in."""

from .kinds import ANYBODY, EVERYBODY, Page

PAGES: dict[str, Page] = {
    "home": Page(EVERYBODY),
    "health": Page(ANYBODY),
}
