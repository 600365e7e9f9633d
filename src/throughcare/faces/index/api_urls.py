"""Routes of the API: its operations under /api/v1, its description, and a page that reads it out."""

from django.urls import path

from throughcare.faces.access.api import foundation, sharing
from throughcare.faces.allocation import api as allocation
from throughcare.faces.api.operation import api
from throughcare.faces.assessment import api as assessment
from throughcare.faces.courts import api as courts
from throughcare.faces.people.api import amending, people
from throughcare.faces.supervision.api import cases, opening

from .api_description import describe

for part in (foundation, sharing, people, amending, cases, opening, courts, assessment, allocation):
    api.add_router("", part.router)

urlpatterns = [path("v1/", api.urls), path("", describe, name="api_description")]
