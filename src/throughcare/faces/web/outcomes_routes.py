"""Routes of the outcomes pages, all below /outcomes."""

from django.urls import path

from .pages import outcomes

urlpatterns = [
    path("", outcomes.start, name="outcomes"),
    path("/definitions/<slug:name>", outcomes.definition, name="outcomes_definition"),
    path("/measures", outcomes.measures, name="outcomes_measures"),
    path("/measures/people", outcomes.people, name="outcomes_people"),
    path("/measures/chart/<slug:name>.svg", outcomes.measure_chart, name="outcomes_measure_chart"),
]
