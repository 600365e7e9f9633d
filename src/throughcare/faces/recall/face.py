"""What the face of recall declares."""

from throughcare.faces.face import Face, Tab
from throughcare.foundation.access.parts import Part

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api",),
    tabs=(Tab("Recall", "/recall", 39, Part.REST),),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
