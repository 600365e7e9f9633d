"""The one disclosure rule: which cells of a table may not leave the building, and which others must stay to hide them.

Everything that tells counts of people to those who do not see the people asks it: outcomes, scores by group, the lean
figures, what a change of model would do.
"""

from .spaces import Asked, Label, Labels, Told
from .withholding import Suppression

__all__ = ["Asked", "Label", "Labels", "Suppression", "Told"]
