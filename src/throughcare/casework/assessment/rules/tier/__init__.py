"""How closely a person is supervised: versions 2 and 3 of the tier, each in its published and corrected edition.

The result names the step that decided, what every other step gave, and whether and why it is provisional.
"""

from .results import Doubt, Outcome, Step, TierResult, step_words
from .v2 import V2Facts, gives_mandate, tier_v2
from .v3 import V3Facts, tier_v3

__all__ = [
    "Doubt",
    "Outcome",
    "Step",
    "TierResult",
    "V2Facts",
    "V3Facts",
    "gives_mandate",
    "step_words",
    "tier_v2",
    "tier_v3",
]
