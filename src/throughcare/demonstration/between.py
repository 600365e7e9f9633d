"""What passes between areas of the demonstration: the agreements to share, and offers that the other area's seniors answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from throughcare.casework.supervision import actions as supervision
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.delivery import drain
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import gathering

from .bodies import Bodies
from .days import this_morning
from .made import Made
from .trying import tried


def agree(founder: Member, at: datetime, bodies: Sequence[Bodies]) -> None:
    """The public services of areas made side by side may show one another whom they pass on."""
    for one, other in pairwise(bodies):
        for sharing, shown in ((one, other), (other, one)):
            for purpose in ("supervision", "transfer"):
                access.agree_to_share(
                    by=founder, at=at, shared_by=sharing.public, shared_with=shown.public, purpose=purpose,
                    basis="Protocol on people who move between areas",
                )  # fmt: skip


def pass_on(made: Sequence[Made], as_at: date) -> None:
    """Of what was offered to another area a third is accepted, a third waits, and the rest is refused."""
    at = this_morning(as_at)
    leads = {unit: lead for area in made for unit, lead in area.leads.items()}
    offers = sorted({offer for area in made for offer in area.offered})
    with gathering() as announced:
        for number, (transfer, to_unit) in enumerate(offers):
            asked = {"by": leads[to_unit], "at": at, "transfer_id": transfer}
            # Somebody whose record was restricted meanwhile is for nobody else to answer about.
            if number % 3 == 0:
                tried(supervision.accept_transfer, **asked, answer="Seen here on Tuesday.")
            elif number % 3 == 2:
                tried(supervision.refuse_transfer, **asked, because="The address has not been checked.")
        drain(announced)
