"""What the face of enforcement declares."""

from throughcare.faces.face import Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.failures", "api.papers"),
    entries=(
        Entry(
            "Enforcement",
            "/enforcement",
            May.REFER_FAILURE,
            42,
            "See what runs out today, tomorrow and this week after failures to comply",
        ),
        Entry(
            "Delays in enforcement",
            "/enforcement/delays",
            May.LOOK_AT_AREA_FIGURES,
            57,
            "See how long notices and decisions take, apart",
        ),
    ),
    tabs=(Tab("Enforcement", "/enforcement", 43, Part.REASONS, May.REFER_FAILURE),),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
