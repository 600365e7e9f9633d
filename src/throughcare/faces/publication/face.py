"""What the face of publication declares."""

from throughcare.faces.face import Command, Face

FACE = Face(
    __package__,
    commands=(
        Command(
            "publication", "Check published records of contracting, and find red flags in them.", "console"
        ),
    ),
)
