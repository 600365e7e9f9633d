"""Django's own management commands, for developers: ``python -m throughcare.config.manage …``."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
