"""What is vendored: nothing only GOV.UK may use, nothing from other hosts, every address present."""

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

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


def vendoring() -> ModuleType:
    """The script that brings the vendored files."""
    path = Path(__file__).resolve().parents[4] / "scripts" / "vendor_assets.py"
    spec = spec_from_file_location("vendor_assets", path)
    assert spec and spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_sheet_is_cleaned_of_fonts_crest_map_and_absolute_addresses():
    sheet = (
        "/*! Copyright (c) 2011 by Margaret Calvert & Henrik Kubel. */@font-face{font-family:GDS Transport;src:url(/assets/fonts/b.woff2)}"
        "a{font-family:GDS Transport,arial,sans-serif;background:url(/assets/images/icon-x.svg)}"
        "b{mask-image:url(/assets/images/govuk-crest.svg)}/*# sourceMappingURL=a.css.map */"
    )
    assert (
        vendoring().clean_css(sheet)
        == "a{font-family:var(--tc-font);background:url(images/icon-x.svg)}b{mask-image:none}"
    )


def test_a_package_that_is_not_the_one_we_read_is_refused(tmp_path: Path):
    module = vendoring()
    archive = tmp_path / "p.tgz"
    archive.write_bytes(b"something else")
    with pytest.raises(SystemExit, match="expected SHA-256"):
        module.checked(module.PACKAGES[0], archive)


def test_a_sheet_that_still_holds_what_must_not_ship_stops_the_vendoring(tmp_path: Path):
    source = tmp_path / "x.css"
    source.write_text("a{font-family:'GDS Transport'}")
    with pytest.raises(SystemExit, match="still holds GDS Transport"):
        vendoring().place(source, tmp_path / "out" / "x.css")
    assert not (tmp_path / "out" / "x.css").exists()
