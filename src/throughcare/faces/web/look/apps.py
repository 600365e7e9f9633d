"""Makes the look's templates, static files and template tags known to Django."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """The look as an installed app; it has no models."""

    name = "throughcare.faces.web.look"
    label = "look"
