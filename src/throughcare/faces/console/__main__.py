"""``python -m throughcare.faces.console`` is the ``throughcare`` command."""

from throughcare.faces.console.main import run

run()
