"""Routes of the allocation pages, all below /allocation."""

from django.urls import path

from .pages import allocating as allocation
from .pages import plans as allocation_plans
from .pages import team as allocation_team

urlpatterns = [
    path("", allocation.waiting, name="allocation"),
    path("/cases/<uuid:case_id>", allocation.choose, name="choose_manager"),
    path("/workload", allocation_team.workload, name="allocation_workload"),
    path("/staff/<uuid:member_id>", allocation_team.staff, name="allocation_staff"),
    path("/forecast", allocation_team.forecast, name="allocation_forecast"),
    path("/forecast.svg", allocation_team.forecast_chart, name="allocation_forecast_chart"),
    path("/lean", allocation_team.lean, name="allocation_lean"),
    path("/plans", allocation_plans.plans, name="plans"),
    path("/plans/<uuid:plan_id>", allocation_plans.plan, name="plan"),
    path("/what-if", allocation_plans.what_if, name="what_if"),
]
