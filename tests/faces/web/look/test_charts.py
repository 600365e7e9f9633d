"""Charts: drawn here, named for those who do not see them, and running nothing."""

import re
from xml.etree import ElementTree

import pytest

from throughcare.faces.web.look import charts

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {
    "bars": lambda: charts.bars("Waiting <now>", {"Durham": 7, 'Red"car': 6}, unit="people & places"),
    "lines": lambda: charts.lines(
        "Waits",
        {"Durham": [("2026-01-01", 3), ("2026-02-01", 4)], "Redcar": [("2026-01-01", 9)]},
        unit="days",
    ),
    "intervals": lambda: charts.intervals(
        "Effect", [charts.Estimate("Programme A", -4.1, -7.9, -0.3)], unit="percentage points", line_at=0
    ),
    "shares": lambda: charts.shares(
        "Who holds", {"2005": {"Trust": 3, "Competed": 1}, "2012": {"Trust": 2}}, unit="share"
    ),
}


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    return {name: draw() for name, draw in DRAWN.items()}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_well_formed_named_and_described(drawn: dict[str, bytes], name: str):
    root = ElementTree.fromstring(drawn[name])
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert root[0].tag == f"{SVG}title"
    assert root[1].tag == f"{SVG}desc"
    assert root[0].text == root.get("aria-label")


def test_the_description_of_bars_and_intervals_gives_the_values(drawn: dict[str, bytes]):
    assert "Durham 7" in (ElementTree.fromstring(drawn["bars"])[1].text or "")
    assert "between -7.9 and -0.3" in (ElementTree.fromstring(drawn["intervals"])[1].text or "")


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_runs_nothing_and_asks_for_nothing(drawn: dict[str, bytes], name: str):
    text = drawn[name].decode()
    assert "<script" not in text
    assert "<image" not in text
    assert not re.findall(r"""(?:href|src)=["']http""", text)


def test_longer_bars_are_drawn_longer_and_the_longest_first(drawn: dict[str, bytes]):
    texts = [node.text for node in ElementTree.fromstring(drawn["bars"]).iter(f"{SVG}text")]
    assert texts.index("Durham") < texts.index('Red"car')


def test_two_lines_differ_in_colour(drawn: dict[str, bytes]):
    text = drawn["lines"].decode().lower()
    assert charts.PALETTE[0] in text
    assert charts.PALETTE[1] in text


def test_a_chart_is_answered_as_a_picture_that_may_run_nothing(drawn: dict[str, bytes]):
    response = charts.as_response(drawn["bars"])
    assert response["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_drawing_libraries_are_not_loaded_until_a_chart_is_drawn():
    import subprocess
    import sys

    code = "import sys, throughcare.faces.web.look.charts; print(*[m for m in ('altair', 'pandas', 'vl_convert') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""
