"""Routes of the pages of need, all below /need."""

from django.urls import include, path

from .pages import gap

below = [
    path("", gap.need, name="need"),
    path("/one", gap.one_need, name="one_need"),
    path("/map.svg", gap.map_of_need, name="map_of_need"),
]

urlpatterns = [path("need", include(below))]
