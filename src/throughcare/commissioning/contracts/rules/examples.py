"""Made-up terms that come with the software, so that there is a way of writing them before anybody has any."""

from __future__ import annotations

from importlib.resources import files

EXAMPLE = "community-support.yaml"


def example_terms() -> str:
    """The made-up terms as they stand in their file."""
    return files(__package__).joinpath("documents", EXAMPLE).read_text(encoding="utf-8")
