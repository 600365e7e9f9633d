"""The way to a page, worked out from its frame: where it stands in the navigation, whose record it is, and its heading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from throughcare.faces.web.look.parts import Identity, Item, Link


class Marked(Protocol):
    """An entry of a navigation: its words, its address, and whether the page stands in it."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def href(self) -> str:
        """Its address."""

    @property
    def active(self) -> bool:
        """Whether the page stands in it."""


def trail_of(
    *,
    path: str,
    heading: str,
    navigation: Sequence[Marked] = (),
    back: Link | None = None,
    identity: Identity | None = None,
    tabs: Sequence[Item] = (),
) -> list[Item]:
    """The pages above a page, home first, and the page itself last without a link; none on home and for strangers.

    Each address stands once. A page about a person stands under them and under the tab it belongs to; their own page is named
    after them.
    """
    if not navigation or path == "/":
        return []
    above = [Item("Home", "/")]
    above += [Item(place.text, place.href) for place in navigation if place.active and place.href != "/"]
    if identity is not None and identity.href:
        above.append(Item(identity.name, identity.href))
        above += [Item(tab.text, tab.href) for tab in tabs if tab.active]
    if back is not None:
        above = [item for item in above if not _is_wider(item, back)]
        above.append(Item(back.text, back.href))
    once = {item.href: item for item in reversed(above) if item.href != path}
    is_theirs = identity is not None and identity.href == path
    last = identity.name if identity is not None and is_theirs else heading
    return [*(item for item in above if once.get(item.href) is item), Item(last)]


def _is_wider(item: Item, back: Link) -> bool:
    """Whether a place is the page that one came from, without what was chosen there."""
    return item.href != back.href and item.href == back.href.partition("?")[0]
