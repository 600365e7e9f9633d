"""What the face of competition declares."""

from throughcare.faces.face import Command, Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    operations=("api",),
    commands=(
        Command("competition", "Try a rule of award or a way of scoring, and count a standstill.", "console"),
    ),
    entries=(
        Entry(
            "Competition",
            "/competition/rounds",
            May.TRY_AWARD,
            43,
            "Publish what is to be bought, bid for it sealed, and try a rule of award before any bid is in",
            above="/competition",
        ),
    ),
    home="pages.home",
)
