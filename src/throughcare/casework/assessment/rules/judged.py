"""The judgement of each area that a draft of an assessment holds."""

from __future__ import annotations

from collections.abc import Mapping

from .needs.drafts import Answered
from .needs.sections import areas
from .needs.views import AreaView, Linked, OwnView, Readiness
from .questions import VIEW_PARTS


def views_of(answers: Mapping[str, Answered]) -> tuple[dict[str, AreaView], dict[str, str]]:
    """The judgement of each area that has one, and why each other area is left out, where that is said."""
    views, left_out = {}, {}
    for area in areas():
        said = {part: _said(answers, f"{area}.{part}") for part in VIEW_PARTS}
        if said["left_out"]:
            left_out[area] = said["left_out"]
        if said["harm"] and said["reoffending"] and said["strengths"]:
            views[area] = _view(area, said)
    return views, left_out


def _said(answers: Mapping[str, Answered], name: str) -> str:
    value = answers[name].value if name in answers else None
    return value if isinstance(value, str) else ""


def _view(area: str, said: Mapping[str, str]) -> AreaView:
    own = OwnView(Readiness[said["readiness"]], said["words"]) if said["readiness"] else None
    harm, reoffending, strong = (Linked(said[part]) for part in ("harm", "reoffending", "strengths"))
    return AreaView(area, harm, reoffending, strong, said["because"], own)
