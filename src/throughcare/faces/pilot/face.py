"""What the face of the pilot declares."""

from throughcare.faces.face import Command, Face

FACE = Face(
    __package__,
    commands=(Command("pilot", "Try a design of a service on made-up people before it is law.", "console"),),
)
