"""What is assessed of somebody."""

from throughcare.casework.assessment.models import UNDER_WAY

from . import RUNS, Ends

ENDS = {
    "assessment_assessment": Ends(f"t.state IN ({', '.join(map(repr, UNDER_WAY))})"),
    "assessment_registration": Ends(RUNS),
    "assessment_tier": Ends(RUNS),
}
LASTS = {"assessment_steptaken": "a step that was taken, in the course of an assessment that ends itself"}
