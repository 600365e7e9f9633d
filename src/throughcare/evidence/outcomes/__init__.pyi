"""The types of what outcomes offer, for editors and checkers; the names are found when first used."""

from throughcare.foundation.kernel.disclosure import (
    Suppression as Suppression,
)

from ..population.bands import (
    Help as Help,
)
from ..population.bands import (
    Population as Population,
)
from ..population.bands import (
    RiskBand as RiskBand,
)
from . import attribution as attribution
from . import compare as compare
from . import laboratory as laboratory
from . import measure as measure
from . import value as value
from .attribution import (
    Received as Received,
)
from .attribution import (
    Split as Split,
)
from .attribution import (
    attribute as attribute,
)
from .compare.effect import (
    Effect as Effect,
)
from .compare.effect import (
    Measure as Measure,
)
from .compare.nearest import (
    MatchRule as MatchRule,
)
from .compare.nearest import (
    Order as Order,
)
from .compare.study import (
    Comparison as Comparison,
)
from .compare.study import (
    Method as Method,
)
from .compare.study import (
    Outcome as Outcome,
)
from .compare.study import (
    Study as Study,
)
from .compare.study import (
    compare_people as compare_people,
)
from .laboratory.flat_zone import (
    flat_zone as flat_zone,
)
from .laboratory.flat_zone import (
    payment_curve as payment_curve,
)
from .laboratory.handing_down import (
    expected_of as expected_of,
)
from .laboratory.handing_down import (
    tally_of as tally_of,
)
from .laboratory.helping import (
    with_and_without_hurdle as with_and_without_hurdle,
)
from .laboratory.helping import (
    worth_of_helping as worth_of_helping,
)
from .laboratory.trying import (
    Trial as Trial,
)
from .laboratory.trying import (
    mistakes as mistakes,
)
from .laboratory.trying import (
    settled as settled,
)
from .laboratory.trying import (
    side_by_side as side_by_side,
)
from .measure.adjust import (
    adjusted as adjusted,
)
from .measure.adjust import (
    standardised as standardised,
)
from .measure.breaks import (
    break_between as break_between,
)
from .measure.breaks import (
    joined as joined,
)
from .measure.decompose import (
    split_change as split_change,
)
from .measure.definition import (
    Definition as Definition,
)
from .measure.definition import (
    definition as definition,
)
from .measure.definition import (
    definition_on as definition_on,
)
from .measure.definition import (
    definitions as definitions,
)
from .measure.forecast import (
    early_curve as early_curve,
)
from .measure.forecast import (
    forecast as forecast,
)
from .measure.funnel import (
    funnel as funnel,
)
from .measure.intervals import (
    Estimate as Estimate,
)
from .measure.question import (
    Question as Question,
)
from .measure.results import (
    Cell as Cell,
)
from .measure.results import (
    Result as Result,
)
from .measure.results import (
    reoffending as reoffending,
)
from .measure.results import (
    series as series,
)
from .measure.schema import (
    BadTables as BadTables,
)
from .measure.survival import (
    survival as survival,
)
from .measure.synth import (
    synthesise as synthesise,
)
from .measure.tables import (
    Tables as Tables,
)
from .measure.tables import (
    check_folder as check_folder,
)
from .measure.tables import (
    from_sources as from_sources,
)
from .measure.tables import (
    load as load,
)
from .value import (
    unit_costs as unit_costs,
)
from .value import (
    unit_costs_on as unit_costs_on,
)
from .value import (
    value_of as value_of,
)
