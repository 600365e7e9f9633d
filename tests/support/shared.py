"""Reference material that stands beside the checkout and is not part of it."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def shared_root() -> Path | None:
    """The folder of shared material, or None when this clone stands alone."""
    places = [os.environ.get("THROUGHCARE_SHARED"), CHECKOUT.parent / "shared"]
    return next((Path(p) for p in places if p and Path(p).is_dir()), None)


def shared_path(relative: str) -> Path:
    """A file or folder of the shared material; skips in one line where it is absent, or fails if required."""
    root = shared_root()
    path = root / relative if root else None
    if path is not None and path.exists():
        return path
    if os.environ.get("REQUIRE_SHARED") == "1":
        pytest.fail(f"shared material is required and absent: {relative}")
    pytest.skip(f"shared material absent: {relative}")
