"""What the face of victim contact declares: no tab on a person, for nothing of it is theirs."""

from throughcare.faces.face import Command, Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    # Enquiries first: an address of theirs would be read as a victim's.
    operations=("api.enquiries", "api.victims", "api.letters", "api.statements", "api.conditions"),
    commands=(
        Command("victims", "Cover what was recorded before victims were kept told.", "console", "worker"),
    ),
    entries=(
        Entry(
            "Victims",
            "/victims",
            May.KEEP_VICTIMS_TOLD,
            21,
            "Keep victims told: who is to be written to, who waits for an answer, and which referrals are late",
        ),
    ),
    home="pages.home",
)
