"""Words of this face: what its answers mean, and what they cannot tell."""

ADJUSTED_MEANS = [
    "What was observed in each group, less the difference between the chance predicted for its people and the chance "
    "predicted for everybody: what would have been seen had each group had the same mix of people.",
    "The arithmetic is the one used publicly for community rehabilitation companies; it was not read at its source, so it is assumed.",
]

ADJUSTED_CANNOT_TELL = [
    "Why a group is above or below what was predicted: the predictor knows age, sex and history, and little else.",
    "Anything of people whom nobody gave a predicted chance.",
    "Whether the predictor is right here: where everybody's rate and the predicted one differ, it may need calibrating.",
    "How the work of one office compares with another's where they send different people to court.",
]

FORECAST_MEANS = [
    "An early look at one cohort, scaled by how finished cohorts grew from the same month to their last. The interval "
    "carries the chance in this cohort and how unlike one another the finished ones were.",
]

FORECAST_CANNOT_TELL = [
    "What happens when courts slow down or speed up: growth is learned from cohorts proven at their own pace.",
    "Whether a service changes how soon people reoffend, rather than whether they do.",
    "A figure to pay by: it is foreseen, not counted.",
]

ATTRIBUTION_MEANS = [
    "Each person's outcome is set beside the chance predicted for them. What came out better is shared among those who "
    "did something for them in the year after their event, in three ways.",
    "Equally and by days are shares of people, whatever came of it. What a part adds is its own addition by least "
    "squares over everybody; order-free shares (Shapley's) split what those additions achieved and add up to all of it.",
]
