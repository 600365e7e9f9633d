"""Routes of the pages of the register, all below /providers."""

from django.urls import path

from .pages import passport

urlpatterns = [
    path("providers/passport", passport.passport, name="passport"),
    path("providers/passport/change", passport.change, name="change_passport"),
]
