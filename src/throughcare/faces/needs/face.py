"""What the face of needs declares."""

from throughcare.faces.face import Command, Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    operations=("api",),
    commands=(Command("need", "Publish what people need, and show the gap.", "console"),),
    entries=(
        Entry(
            "Need",
            "/need",
            May.LOOK_AT_NEED,
            123,
            "See what people in an area need, what is offered for it, and the gap",
        ),
        Entry(
            "Intentions",
            "/need/intentions",
            May.LOOK_AT_NEED,
            124,
            "Read what is to be bought or made and why, and say what you think of it",
        ),
        Entry(
            "Pooled budgets",
            "/need/pools",
            May.KEEP_POOL,
            131,
            "Keep each partner's money in a pool known to the penny, and decide what is spent of it",
        ),
        Entry(
            "Gaps in services",
            "/need/gaps",
            May.REPORT_GAP,
            122,
            "Say what people need and cannot have, for whoever buys",
        ),
    ),
    home="pages.home",
)
