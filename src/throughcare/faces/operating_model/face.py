"""What the face of operating model declares."""

from throughcare.faces.face import Command, Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    commands=(
        Command("model", "Read, check and compare operating models.", "console.models"),
        Command("area", "Areas, the bodies in them, and the model in force.", "console.areas", "worker"),
    ),
    operations=("api",),
    entries=(
        Entry("Models", "/models", None, 140, "Read which body holds which function, and why"),
        Entry("Areas", "/areas", May.LOAD_REFERENCE, 135, "Record areas and appoint the bodies in them"),
    ),
    home="pages.home",
)
