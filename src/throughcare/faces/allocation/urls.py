"""Routes of the allocation pages, all below /allocation."""

from django.urls import include, path

from .pages import allocating, leanness, plans, team

below = [
    path("", allocating.waiting, name="allocation"),
    path("/cases/<uuid:case_id>", allocating.choose, name="choose_manager"),
    path("/workload", team.workload, name="allocation_workload"),
    path("/staff/<uuid:member_id>", team.staff, name="allocation_staff"),
    path("/forecast", team.forecast, name="allocation_forecast"),
    path("/forecast.svg", team.forecast_chart, name="allocation_forecast_chart"),
    path("/lean", leanness.lean, name="allocation_lean"),
    path("/plans", plans.plans, name="plans"),
    path("/plans/<uuid:plan_id>", plans.plan, name="plan"),
    path("/what-if", plans.what_if, name="what_if"),
]

urlpatterns = [path("allocation", include(below))]
