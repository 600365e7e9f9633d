"""Templates are read as code is: indented, and of lines that fit a screen."""

import re

import pytest

from .test_shape import SOURCE

TEMPLATES = sorted((SOURCE / "faces").rglob("templates/**/*.html"))
LONGEST = 160
# A form's own pieces are written without spaces on purpose: what stands between an attribute and the next is theirs.
OF_A_FORM = {"django", "forms", "elements"}
ONE_TAG = re.compile(r"\s*\{% .* %\}\s*")  # which the template language lets nobody break


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_template_is_indented_and_has_no_line_of_hundreds_of_characters(path):
    if OF_A_FORM & set(path.parts):
        return
    lines = path.read_text("utf-8").splitlines()
    long = [line for line in lines if len(line) > LONGEST and not ONE_TAG.fullmatch(line)]
    assert long == []
    assert not [line for line in lines if "\t" in line or line != line.rstrip()]
    assert max(len(line) - len(line.lstrip()) for line in lines) > 0 or len(lines) < 8
