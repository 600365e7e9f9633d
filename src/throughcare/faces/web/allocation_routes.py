"""Routes of the allocation pages, all below /allocation."""

from django.urls import path

from .pages import allocation

urlpatterns = [
    path("", allocation.waiting, name="allocation"),
    path("/cases/<uuid:case_id>", allocation.choose, name="choose_manager"),
]
