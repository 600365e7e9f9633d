"""Areas made in processes of their own: none outlives the one that asked for it."""

import subprocess
import sys

STARTED_AND_WAITING = """
import multiprocessing, time
from throughcare.demonstration.parallel_areas import end_with_parent

def work(ready):
    end_with_parent()
    ready.set()
    time.sleep(3600)

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    context.Process(target=work, args=(ready,)).start()
    ready.wait()
    print("working", flush=True)
    time.sleep(3600)
"""


def test_a_process_ends_with_the_one_that_started_it_even_when_that_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(STARTED_AND_WAITING)
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "working\n"
    parent.kill()
    # Both hold the other end of the pipe: its end is read only when neither is left.
    assert parent.stdout.read() == ""
    assert parent.wait() != 0
