"""What the face of helpers declares."""

from throughcare.faces.face import Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.catalogue", "api.pairings"),
    entries=(
        Entry(
            "Mentors and employers",
            "/helpers",
            May.PAIR_HELPERS,
            53,
            "See who waits for a mentor, a volunteer or an employer, and whose checks lapse",
        ),
    ),
    tabs=(Tab("Mentors and employers", "/helpers", 42, Part.SERVICES, May.PAIR_HELPERS),),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
