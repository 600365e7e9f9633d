"""Bring the look's style sheets, script and font from their npm packages, checked and cleaned.

Run by hand when a version changes: ``python scripts/vendor_assets.py``. Needs ``npm`` on the path. What it
writes is committed, so nobody who runs Throughcare needs npm. Throughcare is not GOV.UK: the
crest and the font licensed only to gov.uk never leave the downloaded packages.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
LOOK = CHECKOUT / "src/throughcare/faces/web/look/static/look/vendor"
AXE = CHECKOUT / "tests/support/axe"

FONT_STACK = "var(--tc-font)"
FORBIDDEN = ("GDS Transport", "govuk-crest", "sourceMappingURL", "/assets/")


@dataclass(frozen=True)
class Package:
    """One npm package at one version: its checksum, and which of its files go where."""

    name: str
    version: str
    sha256: str
    files: dict[str, Path] = field(default_factory=dict)
    folders: dict[str, Path] = field(default_factory=dict)


PACKAGES = (
    Package(
        "govuk-frontend",
        "6.6.0",
        "52c4eb554e54d8a6e4ba801e9da5ec3a5b930fd2f117a39677f0b6296e954751",
        {
            "dist/govuk/govuk-frontend.min.css": LOOK / "govuk-frontend.min.css",
            "dist/govuk/govuk-frontend.min.js": LOOK / "govuk-frontend.min.js",
        },
    ),
    Package(
        "@ministryofjustice/frontend",
        "11.1.0",
        "9ec6ccf0739cefee1fdc663ca61387204dcf3fd9bfcfafa8b9159d993f38984b",
        {"moj/moj-frontend.min.css": LOOK / "moj-frontend.min.css"},
        {"moj/assets/images": LOOK / "images"},
    ),
    Package(
        "@fontsource-variable/source-sans-3",
        "5.3.0",
        "115c2d5a38a05d52c77ba02e4d939644bae30585a30a2e4657a3be2c99d5c7dc",
        {
            "files/source-sans-3-latin-wght-normal.woff2": LOOK / "fonts/source-sans-3-latin.woff2",
            "files/source-sans-3-latin-ext-wght-normal.woff2": LOOK / "fonts/source-sans-3-latin-ext.woff2",
            "LICENSE": LOOK / "fonts/LICENCE-source-sans-3.txt",
        },
    ),
    Package(
        "axe-core",
        "4.14.1",
        "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        {"axe.min.js": AXE / "axe.min.js", "LICENSE": AXE / "LICENCE-MPL-2.0.txt"},
    ),
)


def without_font_faces(css: str) -> str:
    """The style sheet without any @font-face rule and its copyright comment."""
    css = re.sub(r"/\*![^*]*Margaret Calvert[^*]*\*/", "", css)
    return re.sub(r"@font-face\{[^}]*\}", "", css)


def clean_css(css: str) -> str:
    """A vendored style sheet: our font, no crest, addresses relative to itself, no source map."""
    css = without_font_faces(css)
    css = re.sub(r"GDS Transport,\s*arial,\s*sans-serif", FONT_STACK, css)
    css = re.sub(r"url\([^)]*crest[^)]*\)", "none", css)
    css = css.replace("url(/assets/images/", "url(images/")
    return re.sub(r"/\*#\s*sourceMappingURL=[^*]*\*/\s*", "", css)


def clean_js(js: str) -> str:
    """A vendored script without its source map."""
    return re.sub(r"//# sourceMappingURL=\S*\s*", "", js)


CLEAN: dict[str, Callable[[str], str]] = {".css": clean_css, ".js": clean_js}


def checked(package: Package, archive: Path) -> Path:
    """The archive, once its SHA-256 is the one written above; stops otherwise."""
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        sys.exit(f"{package.name} {package.version}: expected SHA-256 {package.sha256}, got {found}")
    return archive


def download(package: Package, into: Path) -> Path:
    """Fetch one package with npm and unpack it; answers its folder."""
    into.mkdir(parents=True)
    spec = f"{package.name}@{package.version}"
    done = subprocess.run(
        ["npm", "pack", "--silent", "--ignore-scripts", spec],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = checked(package, into / done.stdout.strip().splitlines()[-1])
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into / "package"


def place(source: Path, target: Path) -> None:
    """Copy one file, cleaned when it is a style sheet or a script; refuses what must never be shipped."""
    target.parent.mkdir(parents=True, exist_ok=True)
    clean = None if "axe" in source.name else CLEAN.get(source.suffix)
    if clean is None:
        target.write_bytes(source.read_bytes())
        return
    text = clean(source.read_text("utf-8"))
    left = [word for word in FORBIDDEN if word in text]
    if left:
        sys.exit(f"{source.name} still holds {', '.join(left)} after cleaning")
    target.write_text(text, "utf-8")


def wanted(package: Package, unpacked: Path) -> Iterator[tuple[Path, Path]]:
    """Each file to copy with its place; from a folder only the icons its style sheet names."""
    for name, target in package.files.items():
        yield unpacked / name, target
    for name, target in package.folders.items():
        for icon in sorted((unpacked / name).glob("icon-*.svg")):
            yield icon, target / icon.name


def main() -> None:
    """Vendor every package."""
    with tempfile.TemporaryDirectory() as scratch:
        for index, package in enumerate(PACKAGES):
            unpacked = download(package, Path(scratch) / str(index))
            for source, target in wanted(package, unpacked):
                place(source, target)
            print(f"{package.name} {package.version}")


if __name__ == "__main__":
    main()
