"""What the face of assessment declares."""

from throughcare.faces.face import Command, Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api", "costing"),
    commands=(
        Command("assess", "Score files and audit scores for fairness.", "console.scoring"),
        Command("scores", "Keep scores, harm and tiers of many people.", "console.recording", "worker"),
    ),
    entries=(
        Entry(
            "Fairness",
            "/fairness",
            May.AUDIT_SCORES,
            130,
            "Compare a score with what happened, group by group",
        ),
    ),
    tabs=(Tab("Assessment", "/assessment", 40, Part.ASSESSMENT), Tab("Tier", "/tier", 50, Part.RISK)),
    home="pages.home",
    looks=LOOKS,
)
