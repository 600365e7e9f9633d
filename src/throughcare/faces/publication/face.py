"""What the face of publication declares."""

from throughcare.faces.face import Command, Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    entries=(
        Entry(
            "Market",
            "/market",
            May.RUN_COMPETITION,
            129,
            "See who comes to your competitions and who wins, and be warned before one is published",
        ),
    ),
    commands=(
        Command(
            "publication", "Check published records of contracting, and find red flags in them.", "console"
        ),
    ),
)
