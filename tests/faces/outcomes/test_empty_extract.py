"""An extract of nobody says so, and pages never ask of it unless they are told to."""

from __future__ import annotations

import json
import re

from django.test import override_settings

from throughcare.evidence.extracts.queries import sources


def an_extract(folder, name: str, events: int) -> None:
    """What an extract writes of itself."""
    place = folder / name
    place.mkdir()
    told = {
        "made_by": "extract",
        "made_on": "2026-05-12",
        "known_to": "2026-04-30",
        "rows": {"index_events": events},
    }
    (place / "extract.json").write_text(json.dumps(told))


def test_an_extract_of_nobody_says_so_and_stands_last(members, signed_in, tmp_path):
    an_extract(tmp_path, "service", 0)
    with override_settings(OUTCOMES_FOLDER=tmp_path):
        *before, last = sources.sources()
        assert before[0].made_up and last.empty
        page = signed_in(members["analyst"]).get("/outcomes").content.decode()
        assert "This service, as extracted on 12 May 2026: nobody is in it yet" in page
        assert "Nobody in it" in page
        chosen = signed_in(members["analyst"]).get("/outcomes/measures").content.decode()
        assert re.search(r'value="made-up"\s+selected', chosen)


def test_an_extract_of_somebody_is_asked_first_whatever_lies_beside_it(database, tmp_path):
    an_extract(tmp_path, "service", 3)
    an_extract(tmp_path, "later", 0)
    with override_settings(OUTCOMES_FOLDER=tmp_path):
        assert [one.name for one in sources.sources() if not one.own] == ["service", "made-up", "later"]
