"""Loading every context's listeners, so that announcements are heard."""

from importlib import import_module
from importlib.util import find_spec


def load_reactions() -> None:
    """Import each installed context's ``reactions``, which registers its listeners."""
    from django.apps import apps

    for app in apps.get_app_configs():
        if app.name.startswith("throughcare.") and find_spec(f"{app.name}.reactions"):
            import_module(f"{app.name}.reactions")
