"""What the face of release declares."""

from throughcare.faces.face import Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.release", "api.licences", "api.proposals"),
    entries=(
        Entry("Due out", "/due-out", May.RECORD_RELEASE, 27, "See who leaves custody, and what is missing"),
    ),
    tabs=(Tab("Release", "/release", 26, Part.PLAN),),
    home="pages.home",
    looks=LOOKS,
)
