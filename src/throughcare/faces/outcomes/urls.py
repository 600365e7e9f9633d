"""Routes of the outcomes pages, all below /outcomes but an area's figures."""

from django.urls import include, path

from .pages import (
    adjusted_and_forecast as outcomes_fairly,
)
from .pages import area as area_figures
from .pages import (
    attribution_and_value as outcomes_worth,
)
from .pages import (
    comparison as outcomes_comparison,
)
from .pages import (
    laboratory as outcomes_laboratory,
)
from .pages import lived as lived_pages
from .pages import (
    measures as outcomes,
)
from .pages import pilot as outcomes_pilot
from .pages import pilot_out
from .pages import saved as saved_questions
from .pages import tables as own_tables

below = [
    path("", outcomes.start, name="outcomes"),
    path("/definitions/<slug:name>", outcomes.definition, name="outcomes_definition"),
    path("/tables", own_tables.tables, name="outcomes_tables"),
    path("/tables/<uuid:tables_id>", own_tables.tables_one, name="outcomes_tables_one"),
    path("/saved", saved_questions.saved, name="outcomes_saved"),
    path("/measures", outcomes.measures, name="outcomes_measures"),
    path("/measures/people", outcomes.people, name="outcomes_people"),
    path("/measures/chart/<slug:name>.svg", outcomes.measure_chart, name="outcomes_measure_chart"),
    path("/adjusted", outcomes_fairly.adjusted, name="outcomes_adjusted"),
    path("/adjusted/chart/<slug:name>.svg", outcomes_fairly.adjusted_chart, name="outcomes_adjusted_chart"),
    path("/forecast", outcomes_fairly.forecast, name="outcomes_forecast"),
    path("/forecast/chart/<slug:name>.svg", outcomes_fairly.forecast_chart, name="outcomes_forecast_chart"),
    path("/attribution", outcomes_worth.attribution, name="outcomes_attribution"),
    path(
        "/attribution/chart/<slug:name>.svg",
        outcomes_worth.attribution_chart,
        name="outcomes_attribution_chart",
    ),
    path("/value", outcomes_worth.value, name="outcomes_value"),
    path("/value/chart/<slug:name>.svg", outcomes_worth.value_chart, name="outcomes_value_chart"),
    path("/comparison", outcomes_comparison.comparison, name="outcomes_comparison"),
    path("/comparison/chart/<slug:name>.svg", outcomes_comparison.chart, name="outcomes_comparison_chart"),
    path("/laboratory", outcomes_laboratory.laboratory, name="outcomes_laboratory"),
    path("/pilot", outcomes_pilot.pilot, name="outcomes_pilot"),
    path("/pilot/lived", lived_pages.lived, name="outcomes_pilot_lived"),
    path("/pilot/brief", pilot_out.brief, name="outcomes_pilot_brief"),
    path("/pilot/tables.csv", pilot_out.tables, name="outcomes_pilot_tables"),
    path("/pilot/model.yaml", pilot_out.model, name="outcomes_pilot_model"),
    path("/pilot/chart/<slug:name>.svg", outcomes_pilot.chart, name="outcomes_pilot_chart"),
    path("/laboratory/chart/<slug:name>.svg", outcomes_laboratory.chart, name="outcomes_laboratory_chart"),
]

urlpatterns = [
    path("outcomes", include(below)),
    path("area-figures", area_figures.figures, name="area_figures"),
    path("area-figures/chart/<slug:name>.svg", area_figures.chart, name="area_figures_chart"),
]
