"""Files that are written whole or not at all, and words for when nothing can be written."""

import errno
import os
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
BARRED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR}


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Put a file in the place of what is there, whole or not at all; its folder is there already."""
    draft = _written(path, content, mode)
    try:
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def made_once(path: Path, content: bytes, *, mode: int = 0o600) -> bytes:
    """What a file holds, which is made with this content unless it is there; of several who make it one is the first."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = _written(path, content, mode)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink(missing_ok=True)
    return path.read_bytes()


def _written(path: Path, content: bytes, mode: int) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def is_full(failure: BaseException) -> bool:
    """Whether something failed because there is no room to write."""
    return isinstance(failure, OSError) and failure.errno in FULL


def cannot_write(failure: OSError) -> str | None:
    """In one line, where nothing can be written, why and what to do; None when the failure is another."""
    where = f" to {failure.filename}" if failure.filename else ""
    if failure.errno in FULL:
        return f"There is no room left to write{where}. Nothing was lost: make room, and do it again."
    if failure.errno in BARRED:
        return (
            f"This account may not write{where} ({os.strerror(failure.errno or 0)}). Nothing was changed."
            " Let it write there, or name another folder in THROUGHCARE_VAR."
        )
    return None
