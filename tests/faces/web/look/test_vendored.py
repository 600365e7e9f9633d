"""What is vendored: nothing only GOV.UK may use, nothing from other hosts, every address present."""

import re
from pathlib import Path

import pytest

from throughcare.faces.web import look

HOME = Path(look.__file__).parent
STATIC = HOME / "static" / "look"
SHEETS = sorted(STATIC.rglob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_address_in_a_style_sheet_is_a_file_beside_it(sheet: Path):
    for address in re.findall(r"url\(([^)]+)\)", sheet.read_text()):
        assert not address.startswith(("/", "http")), address
        assert (sheet.parent / address.strip("\"'")).is_file(), address


def test_the_font_and_crest_of_gov_uk_are_not_here():
    for path in STATIC.rglob("*"):
        assert "crest" not in path.name and "crown" not in path.name
        if path.suffix in {".css", ".js"}:
            text = path.read_text()
            assert "GDS Transport" not in text
            assert "govuk-crest" not in text
            assert "sourceMappingURL" not in text


def test_the_compiled_sheets_are_the_versions_named_in_their_notice():
    notice = (STATIC / "vendor" / "README.md").read_text()
    sheet = (STATIC / "vendor" / "govuk-frontend.min.css").read_text()
    assert re.search(r'--govuk-frontend-version:"6\.6\.0"', sheet)
    assert "govuk-frontend 6.6.0" in notice
    assert (
        (STATIC / "vendor" / "fonts" / "LICENCE-source-sans-3.txt").read_text().count("SIL OPEN FONT LICENSE")
    )


@pytest.mark.parametrize("page", sorted((HOME / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_styles_or_scripts_inline_or_asks_another_host(page: Path):
    text = page.read_text()
    assert not re.search(r"\sstyle=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"""(?:src|href)=["']https?:""", text)
