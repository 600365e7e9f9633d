"""Routes of the outcomes pages, all below /outcomes."""

from django.urls import path

from .pages import outcomes, outcomes_comparison, outcomes_laboratory

urlpatterns = [
    path("", outcomes.start, name="outcomes"),
    path("/definitions/<slug:name>", outcomes.definition, name="outcomes_definition"),
    path("/measures", outcomes.measures, name="outcomes_measures"),
    path("/measures/people", outcomes.people, name="outcomes_people"),
    path("/measures/chart/<slug:name>.svg", outcomes.measure_chart, name="outcomes_measure_chart"),
    path("/comparison", outcomes_comparison.comparison, name="outcomes_comparison"),
    path("/comparison/chart/<slug:name>.svg", outcomes_comparison.chart, name="outcomes_comparison_chart"),
    path("/laboratory", outcomes_laboratory.laboratory, name="outcomes_laboratory"),
    path("/laboratory/chart/<slug:name>.svg", outcomes_laboratory.chart, name="outcomes_laboratory_chart"),
]
