"""What Django runs once it has loaded every context."""

from django.apps import AppConfig


class Config(AppConfig):
    """Loads the listeners of every context, and has ids asked for as arrays."""

    name = "throughcare.config"
    label = "config"

    def ready(self) -> None:
        """Register every listener, and how ids are asked for."""
        from throughcare.foundation.access.among import ask_for_ids_as_arrays

        from .listeners import load_reactions

        ask_for_ids_as_arrays()
        load_reactions()
