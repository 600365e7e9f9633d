"""What the face of interventions declares."""

from throughcare.faces.face import Command, Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.services", "api.referrals", "api.waits", "api.overflow"),
    commands=(Command("import", "Bring in files: services and contracts.", "console", "worker"),),
    entries=(
        Entry(
            "Services",
            "/services",
            None,
            45,
            "Find what is on offer: for which need, for whom, where and how soon",
        ),
        Entry(
            "Referrals",
            "/referrals",
            May.REFER_TO_SERVICE,
            46,
            "Answer and follow referrals between teams and services",
        ),
        Entry(
            "Waits",
            "/waits",
            May.LOOK_AT_OUTCOMES,
            47,
            "See how long people wait for services, and what was lost",
        ),
    ),
    tabs=(Tab("Services", "/services", 35, Part.SERVICES, May.REFER_TO_SERVICE),),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
