"""``throughcare worker``: carries out background jobs until it is stopped."""

from typing import Annotated, cast

import typer

HEARD_EVERY = 5.0  # seconds: a worker silent for four times as long is taken for dead

app = typer.Typer(add_completion=False)


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(min=1, help="Jobs carried out at once.")] = 2,
    once: Annotated[bool, typer.Option("--once", help="Do the jobs that wait, then end.")] = False,
) -> None:
    """Carry out background jobs as the worker role. SIGTERM lets running jobs finish."""
    from procrastinate.contrib.django import app as jobs
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = cast(DjangoConnector, jobs.connector).get_worker_connector()
    with jobs.replace_connector(connector) as running:
        running.run_worker(
            concurrency=concurrency,
            wait=not once,
            install_signal_handlers=True,
            update_heartbeat_interval=HEARD_EVERY,
            stalled_worker_timeout=4 * HEARD_EVERY,
        )
