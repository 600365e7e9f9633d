"""Run a program that ends when the process that started it ends, however that ends.

``python -m throughcare.server.child_process PARENT COMMAND …`` asks the kernel for SIGTERM on its parent's death
(Linux), then becomes the command.
"""

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1


def main(parent: int, command: list[str]) -> None:
    """Tie this process to its parent and become the command; end at once when the parent is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
