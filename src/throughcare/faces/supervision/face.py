"""What the face of supervision declares."""

from throughcare.faces.face import Command, Entry, Face, Tab
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

from .words import CAUSES, LOOKS

FACE = Face(
    __package__,
    routes="urls",
    operations=(
        "api.appointments",
        "api.cases",
        "api.contacts",
        "api.custody",
        "api.opening",
        "api.requirements",
        "api.risk",
        "api.seeing",
    ),
    commands=(Command("cases", "Bring in what another system tells of open cases.", "console", "worker"),),
    entries=(
        Entry(
            "My caseload", "/caseload", May.RECORD_ON_TIMELINE, 20, "See the people for whom you hold a role"
        ),
        Entry(
            "My diary",
            "/diary",
            May.RECORD_ON_TIMELINE,
            25,
            "See your appointments by day and week, and your team's",
        ),
        Entry("Team", "/team", May.LOOK_AT_TEAM, 30, "See who works in your team and what waits there"),
        Entry("New case", "/newcomers", May.OPEN_CASE, 80, "Open a case for somebody no court has sent"),
        Entry(
            "Samples", "/samples", May.DRAW_SAMPLE, 90, "Draw cases for inspection, and see what was drawn"
        ),
    ),
    tabs=(
        Tab("Summary", "", 10, None),
        Tab("Timeline", "/timeline", 20, Part.TIMELINE, May.RECORD_ON_TIMELINE),
        Tab("Appointments", "/appointments", 21, Part.APPOINTMENTS),
        Tab("Custody", "/custody", 25, Part.CUSTODY),
        Tab("Requirements", "/requirements", 32, Part.CONTACTS),
    ),
    home="pages.home",
    looks=LOOKS,
    causes=CAUSES,
)
