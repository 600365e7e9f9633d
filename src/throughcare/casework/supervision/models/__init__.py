"""What supervision remembers: cases, responsibility, tenures, gaps, transfers, the timeline, arrivals and samples."""

from .arrivals import Arrival, Sample, Sampled
from .carrying import Carrying
from .case import (
    BY_THE_SERVICE,
    CarriedOver,
    Case,
    Catchment,
    Gap,
    Matter,
    ModelChange,
    Responsibility,
    Tenure,
    TimelineEntry,
    Transfer,
)
from .joint import JointWork
from .movements import Movement, Prison

__all__ = [
    "BY_THE_SERVICE",
    "Arrival",
    "CarriedOver",
    "Carrying",
    "Case",
    "Catchment",
    "Gap",
    "JointWork",
    "Matter",
    "ModelChange",
    "Movement",
    "Prison",
    "Responsibility",
    "Sample",
    "Sampled",
    "Tenure",
    "TimelineEntry",
    "Transfer",
]
