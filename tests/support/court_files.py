"""Files of court results from practice, brought in as a court team would."""

import io
from pathlib import Path

from support.people import as_worker
from support.service import NOW, Service, hear
from throughcare.casework.courts.actions import ImportReport, import_court_results

FILES = Path(__file__).resolve().parents[1] / "casework" / "courts" / "files"


def bring_in(service: Service, kind: str, name: str = "input.csv") -> ImportReport:
    """Bring in one file of a kind and let whatever follows from it happen."""
    service.takes_its_area()
    content = io.BytesIO((FILES / kind / name).read_bytes())
    with as_worker():
        report = import_court_results(by=service.officer_of_the_court, at=NOW, file=content, file_name=name)
        hear()
    return report
