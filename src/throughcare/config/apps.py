"""What Django runs once it has loaded every context."""

from django.apps import AppConfig


class Config(AppConfig):
    """Loads the listeners of every context."""

    name = "throughcare.config"
    label = "config"

    def ready(self) -> None:
        """Register every listener."""
        from .listeners import load_reactions

        load_reactions()
