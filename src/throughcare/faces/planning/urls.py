"""Routes of the pages; addresses carry ids and codes, never names or numbers."""

from django.urls import path

from .pages import forms, plan, serving

urlpatterns = [
    path("people/<uuid:person_id>/plan", plan.plan, name="plan_of"),
    path("people/<uuid:person_id>/plan/goal", forms.add_goal, name="add_goal"),
    path("people/<uuid:person_id>/plan/answer", forms.answer_plan, name="answer_plan"),
    path("people/<uuid:person_id>/plan/review", forms.review_plan, name="review_plan"),
    path("people/<uuid:person_id>/plan/ready/<slug:template>", forms.lay_template, name="lay_template"),
    path("people/<uuid:person_id>/plan/end/<uuid:sentence_id>", forms.end_order, name="end_order"),
    path("goals/<uuid:goal_id>/step", forms.add_step, name="add_step"),
    path("goals/<uuid:goal_id>/mark", forms.mark_goal, name="mark_goal"),
    path("goals/<uuid:goal_id>/steps/<uuid:step_id>", forms.mark_step, name="mark_step"),
    path("goals/<uuid:goal_id>/steps/<uuid:step_id>/served", serving.served_step, name="served_step"),
]
