"""What the face of integrated offender management declares."""

from throughcare.faces.face import Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.selections", "api.giving", "api.entries"),
    entries=(
        Entry(
            "Integrated management",
            "/integrated",
            May.WORK_INTEGRATED,
            55,
            "See who is proposed and selected for integrated offender management, and what is owed on each",
        ),
    ),
    tabs=(Tab("Integrated management", "/integrated", 34, Part.BOARD),),
    home="pages.home",
    looks=LOOKS,
)
