"""What the face of planning declares."""

from throughcare.faces.face import Command, Face, Tab
from throughcare.foundation.access.parts import Part

from .words import LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api",),
    commands=(Command("plans", "Bring in what another system tells of plans.", "console", "worker"),),
    tabs=(Tab("Plan", "/plan", 15, Part.PLAN),),
    home="pages.home",
    looks=LOOKS,
)
