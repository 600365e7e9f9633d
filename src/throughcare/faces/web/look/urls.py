"""The gallery's routes, for tests and debug only."""

from django.urls import path

from throughcare.faces.web.look import gallery

urlpatterns = [
    path("look/", gallery.gallery, name="look-gallery"),
    path("look/chart.svg", gallery.chart, name="look-chart"),
]
