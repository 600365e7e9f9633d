"""What of courts stands on home: results to correct, and a sentencer's courts."""

from __future__ import annotations

from throughcare.casework.courts import queries as courts
from throughcare.faces.web.home_card import HomeCard, Step, task
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May

from .sentencing_figures import courts_table


def cards(request: Asking) -> list[HomeCard]:
    """What was refused of the results brought in, and the courts whose figures may be read."""
    found = []
    if request.member.may(May.ADMINISTER_ORGANISATIONS):
        found.append(HomeCard(15, steps=[_served()]))
    if request.member.may(May.IMPORT_COURT_RESULTS):
        refused = len(courts.refused_rows(most=200))
        found.append(HomeCard(40, [task("Court results to correct", refused, "/imports")]))
    if request.member.may(May.LOOK_AT_COURT_FIGURES):
        found.append(HomeCard(61, table=courts_table(request)))
    return found


def _served() -> Step:
    """Whether any court has a team that alone brings its results in; no service needs it to begin."""
    hint = "On the page of the court team. A court that no team serves is open to every court team."
    return Step(
        "Say which courts a team serves", "/organisations", courts.is_any_court_served(), hint, needed=False
    )
