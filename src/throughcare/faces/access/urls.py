"""Routes of the pages; addresses carry ids, never names or numbers."""

from django.urls import path

from .pages import audit, organisations, restrictions, sharing, walls, who_can_see

urlpatterns = [
    path("people/<uuid:person_id>/access", who_can_see.who_can_see, name="access"),
    path("people/<uuid:person_id>/restrict", restrictions.restrict, name="restrict"),
    path("people/<uuid:person_id>/restrict/lift", restrictions.lift, name="lift"),
    path("people/<uuid:person_id>/kin", restrictions.kin, name="kin"),
    path("organisations", organisations.organisations, name="organisations"),
    path("organisations/<uuid:organisation_id>", organisations.organisation, name="organisation"),
    path("organisations/<uuid:organisation_id>/sharing", sharing.sharing, name="sharing"),
    path("sharing/<uuid:agreement_id>/end", sharing.end_sharing, name="end_sharing"),
    path("walls", walls.walls, name="walls"),
    path("walls/<uuid:wall_id>", walls.wall, name="wall"),
    path("walls/<uuid:wall_id>/down", walls.take_down, name="take_down_wall"),
    path("walls/<uuid:wall_id>/certificate", walls.certificate, name="wall_certificate"),
    path("units/<uuid:unit_id>", organisations.unit, name="unit"),
    path("members/<uuid:membership_id>/end", organisations.end_membership, name="end_membership"),
    path("audit", audit.audit, name="audit"),
    path("me", organisations.me, name="me"),
    path("me/hat/<uuid:membership_id>", organisations.change_hat, name="change_hat"),
    path("me/tokens", organisations.new_token, name="new_token"),
    path("me/tokens/<uuid:token_id>/stop", organisations.stop_token, name="stop_token"),
]
