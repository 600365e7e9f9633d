"""What the face of courts declares."""

from throughcare.faces.face import Command, Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.results", "api.sentences"),
    commands=(Command("import", "Bring in files: court results, services, contracts.", "console", "worker"),),
    entries=(
        Entry(
            "Court lists",
            "/courts",
            May.LOOK_AT_COURT_LISTS,
            50,
            "See who appeared in the courts your team serves",
        ),
        Entry(
            "Court results",
            "/imports",
            May.IMPORT_COURT_RESULTS,
            60,
            "Send a file of court results and correct what was refused",
        ),
    ),
    tabs=(Tab("Sentence", "/sentence", 30, Part.SENTENCE),),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
