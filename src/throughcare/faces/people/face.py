"""What the face of people declares."""

from throughcare.faces.face import Command, Entry, Face, Tab
from throughcare.foundation.kernel import Permission as May

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.people", "api.amending"),
    commands=(Command("people", "Merge, part and keep apart two records.", "console", "web"),),
    entries=(
        Entry(
            "Find a person",
            "/people/search",
            May.LOOK_AT_PEOPLE,
            10,
            "Look for somebody by name, date of birth or number",
        ),
        Entry("Matching", "/matches", May.DECIDE_MATCH, 70, "Rule on records that may be one person's"),
    ),
    tabs=(Tab("Identity", "/identity", 60, None),),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
