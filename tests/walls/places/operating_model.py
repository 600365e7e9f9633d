"""Places of operating models."""

from .kinds import ANYBODY, Page

PAGES: dict[str, Page] = {
    "models": Page(ANYBODY),
    "model": Page(ANYBODY),
    "side_by_side": Page(ANYBODY),
}
