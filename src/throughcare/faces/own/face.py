"""What the face of a person's own page declares."""

from throughcare.faces.face import Face, Tab
from throughcare.foundation.access.parts import Part

from .words import LOOKS

FACE = Face(
    __package__,
    routes="urls",
    tabs=(Tab("Their own page", "/own", 22, Part.APPOINTMENTS),),
    looks=LOOKS,
)
