"""What the face of protection declares."""

from throughcare.faces.face import Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.standing", "api.meetings"),
    entries=(
        Entry(
            "Public protection",
            "/protection",
            May.CHAIR_PROTECTION,
            54,
            "See which referrals wait to be decided and which levels are to be reviewed",
        ),
    ),
    tabs=(Tab("Public protection", "/protection", 33, Part.RISK),),
    home="pages.home",
    looks=LOOKS,
)
