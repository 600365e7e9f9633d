"""What the face of programmes declares."""

from throughcare.faces.face import Command, Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.enrolments", "api.groups"),
    commands=(Command("programmes", "Bring in who is trained in programmes.", "console", "worker"),),
    entries=(
        Entry(
            "Groups", "/groups", May.DELIVER_PROGRAMME, 48, "See which groups meet when, and record who came"
        ),
        Entry(
            "Programmes",
            "/programmes",
            May.REFER_TO_SERVICE,
            49,
            "See which programmes there are, for whom, and who waits for one",
        ),
    ),
    tabs=(Tab("Programmes", "/programmes", 36, Part.SERVICES, May.DELIVER_PROGRAMME),),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
