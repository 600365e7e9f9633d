"""Routes of the API: the operations of every face under /api/v1, its description, and a page that reads it out."""

from importlib import import_module

from django.urls import path

from throughcare.faces.api.operation import api
from throughcare.faces.face import faces

from .api_description import describe

for face in faces():
    for room in face.operations:
        api.add_router("", import_module(face.room(room)).router)

urlpatterns = [path("v1/", api.urls), path("", describe, name="api_description")]
