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


def test_every_class_of_ours_that_a_template_names_is_one_that_a_stylesheet_knows():
    sheets = "\n".join(path.read_text("utf-8") for path in (SOURCE / "faces" / "web").rglob("*.css"))
    known = set(re.findall(r"\.(tc-[a-z_-]+[a-z])", sheets))
    named = {
        word: path.name
        for path in TEMPLATES
        for found in re.findall(r'class="([^"]*)"', path.read_text("utf-8"))
        for word in re.findall(r"(?<![\w-])tc-[a-z_-]+[a-z](?![\w-]|\{)", found)
    }
    assert len(named) > 30
    assert {word: where for word, where in named.items() if word not in known} == {}


def test_somebody_elses_own_words_keep_their_lines_and_break_on_a_phone():
    sheet = (SOURCE / "faces/web/look/static/look/throughcare.css").read_text("utf-8")
    [rule] = re.findall(r"^pre, \.tc-pre \{([^}]*)\}", sheet, re.MULTILINE)
    assert "white-space: pre-wrap" in rule
    assert "overflow-wrap: anywhere" in rule
