"""What the face of needs declares."""

from throughcare.faces.face import Command, Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    operations=("api",),
    commands=(Command("need", "Publish what people need, and show the gap.", "console"),),
    entries=(
        Entry(
            "Need",
            "/need",
            May.LOOK_AT_NEED,
            123,
            "See what people in an area need, what is offered for it, and the gap",
        ),
    ),
    home="pages.home",
)
