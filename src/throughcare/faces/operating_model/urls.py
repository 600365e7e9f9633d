"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import adopting, areas, changing, models, serving

urlpatterns = [
    path("models", models.models, name="models"),
    path("models/adopted", adopting.adopted_models, name="adopted_models"),
    path("models/adopted/take", adopting.take_preset, name="take_preset"),
    path("models/adopted/<uuid:model_id>", adopting.adopted_model, name="adopted_model"),
    path("models/adopted/<uuid:model_id>/in/<str:area>", changing.change_in_area, name="change_in_area"),
    path("models/changes", changing.model_changes, name="model_changes"),
    path("models/changes/<uuid:carrying_id>", changing.carrying, name="carrying"),
    path("models/in-force/<uuid:in_force_id>/withdraw", changing.withdraw_model, name="withdraw_model"),
    path("areas", areas.areas, name="areas"),
    path("areas/<str:area>", areas.area, name="area"),
    path("areas/<str:area>/teams", areas.teams, name="area_teams"),
    path("areas/appointments/<uuid:appointment_id>/end", areas.end_appointment, name="end_appointment"),
    path("areas-served", serving.areas_served, name="areas_served"),
    path("areas-served/map.svg", serving.map_of_areas, name="map_of_areas"),
    path("models/<slug:name>", models.model, name="model"),
    path("models/<slug:name>/beside/<slug:other>", models.side_by_side, name="side_by_side"),
]
