"""Where the launcher keeps its files: inside the checkout's ignored ``var/`` and nowhere else."""

import os
from pathlib import Path


def checkout() -> Path:
    """The folder that holds ``pyproject.toml``, or the working folder when installed elsewhere."""
    root = Path(__file__).resolve().parents[4]
    return root if (root / "pyproject.toml").is_file() else Path.cwd()


def var_folder() -> Path:
    """The folder for everything made at run time; ``THROUGHCARE_VAR`` moves it."""
    named = os.environ.get("THROUGHCARE_VAR")
    folder = Path(named).resolve() if named else checkout() / "var"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
