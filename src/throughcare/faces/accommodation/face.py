"""What the face of accommodation declares."""

from throughcare.faces.face import Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.premises", "api.applications"),
    entries=(
        Entry(
            "Accommodation",
            "/accommodation",
            May.REFER_TO_SERVICE,
            52,
            "See who waits for a bed, where there is one, and who comes and goes",
        ),
    ),
    tabs=(Tab("Accommodation", "/accommodation", 38, Part.SERVICES, May.GIVE_PLACES),),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
