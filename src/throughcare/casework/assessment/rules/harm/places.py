"""Where in the analysis of harm each thing that keeps it from being complete is answered."""

from __future__ import annotations

from collections.abc import Iterable

from throughcare.foundation.kernel import Finding

from ..needs.views import Gap
from .tables import HarmTable

_ENQUIRY = "enquiry_"
_OF_GROUP = {"groups", "risk"}


def harm_gaps(blocks: Iterable[Finding], table: HarmTable) -> list[Gap]:
    """Each block as a gap; its page is ``harm`` and the part of the analysis, as the addresses have them."""
    return [Gap(one.because, f"harm/{_part(one, table)}") for one in blocks]


def _part(block: Finding, table: HarmTable) -> str:
    if block.rule.startswith(_ENQUIRY):
        return f"enquiries/{block.rule.removeprefix(_ENQUIRY)}"
    if block.rule in _OF_GROUP:
        named = (code for code, title in table.groups.items() if title.lower() in block.because)
        return f"groups/{max(named, key=lambda code: len(table.groups[code]))}"
    return "plan" if block.rule == "plan" else "screening"
