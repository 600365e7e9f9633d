"""What the face of access declares."""

from throughcare.faces.face import Command, Entry, Face, Tab
from throughcare.foundation.kernel import Permission as May

from .words import LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=("api.foundation", "api.sharing", "api.walls"),
    commands=(
        Command("account", "Make units, accounts and members.", "console.account", "owner"),
        Command(
            "shell",
            "Look at the demonstration's database as one of its members sees it.",
            "console.shell",
            "web",
        ),
        Command("wall", "Raise ethical walls and take them down.", "console.walls", "owner"),
        Command("audit", "Seal, verify and export the audit.", "console.audit", "owner"),
    ),
    entries=(
        Entry(
            "Organisations",
            "/organisations",
            May.ADMINISTER_ORGANISATIONS,
            100,
            "Keep organisations, units and members",
        ),
        Entry(
            "Walls", "/walls", May.RAISE_WALL, 105, "Keep organisations that compete from each other's people"
        ),
        Entry("Audit", "/audit", May.READ_AUDIT, 110, "Read who did what in your organisation"),
    ),
    tabs=(Tab("Access", "/access", 70, None),),
    home="pages.home",
    looks=LOOKS,
)
