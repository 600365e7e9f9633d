"""What the face of contracts declares."""

from throughcare.faces.face import Command, Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    operations=(
        "api.agreements",
        "api.chain",
        "api.endings",
        "api.invoices",
        "api.results",
        "api.staff",
        "api.standing",
        "api.statements",
        "api.watching",
    ),
    commands=(Command("contract", "Check an agreement's terms, and what they come to.", "console"),),
    entries=(
        Entry(
            "Contracts",
            "/contracts",
            May.LOOK_AT_AGREEMENTS,
            44,
            "Draw up, sign and change what was agreed with providers, and see what it comes to",
        ),
        Entry(
            "Statements",
            "/contracts/money",
            May.LOOK_AT_MONEY,
            128,
            "See what agreements come to month by month, and approve it or say what is wrong with it",
        ),
        Entry(
            "Results that are paid for",
            "/contracts/results",
            May.RECORD_RESULT,
            132,
            "Tell of a cohort's result that an agreement of your body is paid by",
        ),
    ),
    home="pages.home",
)
