"""What the face of the register of providers declares."""

from throughcare.faces.face import Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    entries=(
        Entry(
            "Passport",
            "/providers/passport",
            May.KEEP_PASSPORT,
            126,
            "Keep in one place what every bid of your organisation rests on",
        ),
    ),
    home="pages.home",
)
