"""Routes of the pages; addresses carry ids and days, never names or numbers."""

from django.urls import path

from .pages import asked, days, hours, projects, public

urlpatterns = [
    path("ask-for-a-project", public.ask_as_public, name="ask_as_public"),
    path("ask-for-a-project/<str:secret>", public.asked_by_public, name="asked_by_public"),
    path("unpaid-work/asked/<uuid:ask_id>/<slug:ruling>", asked.public_ask, name="public_ask"),
    path("unpaid-work", projects.unpaid_work, name="unpaid_work"),
    path("unpaid-work/ask", projects.nominate_project, name="nominate_project"),
    path("unpaid-work/projects/<uuid:project_id>", projects.project, name="project"),
    path(
        "unpaid-work/projects/<uuid:project_id>/<slug:decision>", projects.project_step, name="project_step"
    ),
    path("unpaid-work/projects/<uuid:project_id>/days/<str:day>", days.project_day, name="project_day"),
    path(
        "unpaid-work/projects/<uuid:project_id>/days/<str:day>/off",
        days.project_stand_down,
        name="project_stand_down",
    ),
    path("unpaid-work/turns/<uuid:turn_id>/correct", days.turn_correct, name="turn_correct"),
    path("people/<uuid:person_id>/unpaid-work", hours.hours, name="hours"),
    path(
        "people/<uuid:person_id>/unpaid-work/send/<uuid:requirement_id>", hours.send_hours, name="send_hours"
    ),
    path("unpaid-work/hours/<uuid:work_id>/<slug:deed>", hours.hours_step, name="hours_step"),
]
