"""What the face of helpers declares."""

from throughcare.faces.face import Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.work", "api.catalogue", "api.pairings"),
    entries=(
        Entry(
            "Mentors and employers",
            "/helpers",
            May.PAIR_HELPERS,
            53,
            "See who waits for a mentor, a volunteer or an employer, and whose checks lapse",
        ),
        Entry(
            "What came of work",
            "/helpers/work",
            May.LOOK_AT_OUTCOMES,
            133,
            "See what came of work with employers at its start, 13 and 26 weeks later, by team",
        ),
    ),
    tabs=(Tab("Mentors and employers", "/helpers", 42, Part.SERVICES, May.PAIR_HELPERS),),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
