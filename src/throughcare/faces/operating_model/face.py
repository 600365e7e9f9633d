"""What the face of operating model declares."""

from throughcare.faces.face import Command, Entry, Face

FACE = Face(
    __package__,
    routes="urls",
    commands=(Command("model", "Read, check and compare operating models.", "console"),),
    entries=(Entry("Models", "/models", None, 140, "Read which body holds which function, and why"),),
    home="pages.home",
)
