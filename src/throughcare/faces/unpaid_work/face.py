"""What the face of unpaid work declares."""

from throughcare.faces.face import Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.projects", "api.hours", "api.asked"),
    entries=(
        Entry(
            "Unpaid work",
            "/unpaid-work",
            May.NOMINATE_PROJECT,
            51,
            "Ask for a project, see what was achieved, and record who came",
        ),
    ),
    tabs=(Tab("Unpaid work", "/unpaid-work", 37, Part.SERVICES, May.ARRANGE_UNPAID_WORK),),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
