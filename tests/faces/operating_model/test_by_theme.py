"""A model's page says who holds what on a few screens of a phone; each line stands behind more, none is lost, all can be asked for."""

import html
import re
from itertools import permutations

import pytest
from django.test import Client
from playwright.sync_api import expect
from support.browser import PHONE, assert_accessible, assert_no_sideways_scroll

from throughcare.foundation.operating_model.rules import PRESETS, Function, preset
from throughcare.foundation.operating_model.rules.themes import THEMES

MOST_SCREENS = 10


def main_of(path):
    page = Client().get(path).content.decode()
    return page[page.find("<main") : page.find("</main>")]


def words(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_every_function_stands_in_one_theme():
    placed = [one for functions in THEMES.values() for one in functions]
    assert sorted(placed) == sorted(Function)


@pytest.mark.parametrize("asked", ["", "?lines=all"])
@pytest.mark.parametrize("name", PRESETS)
def test_no_line_is_lost_and_each_bears_its_source(name, asked):
    found, said = preset(name), words(main_of(f"/models/{name}{asked}"))
    for ground in (ground for _, ground in found.grounds() if ground):
        assert " ".join(str(ground).split()) in said or ground in parameters(found), ground
    for function in Function:
        assert said.count(function.label) >= 1 + len(found.functions[function])


def parameters(found):
    """Figures that rules take from a model, which are told where they are used and were never lines of this page."""
    return [declared.ground for declared in found.parameters.values()]


@pytest.mark.parametrize("name", PRESETS)
def test_lines_are_folded_until_all_are_asked_for(name):
    folded, opened = main_of(f"/models/{name}"), main_of(f"/models/{name}?lines=all")
    assert folded.count("<details") == len(THEMES) + 2 and "<details" not in opened
    assert "?lines=all" in folded and 'href="?"' in opened
    unfolded = words(re.sub(r"(?s)<details.*?</details>", " ", folded))
    for function in Function:
        assert function.label in unfolded


def test_what_differs_is_named_at_once_and_told_behind_more():
    one, other = PRESETS[2], PRESETS[4]
    folded = re.sub(r"(?s)<details.*?</details>", " ", main_of(f"/models/{one}/beside/{other}"))
    assert "Offender management, " in words(folded) and "Buying approved premises" in words(folded)
    every = words(main_of(f"/models/{one}/beside/{other}?lines=all"))
    assert preset(one).title in every and preset(other).title in every
    assert "They give every function to the same bodies." in main_of(
        f"/models/{PRESETS[0]}/beside/{PRESETS[0]}"
    )


@pytest.mark.browser
def test_each_is_under_ten_screens_of_a_phone(plain_page, site):
    pairs = [f"/models/{one}/beside/{other}" for one, other in permutations(PRESETS, 2)]
    for path in [*(f"/models/{name}" for name in PRESETS), *pairs]:
        plain_page.goto(site + path)
        height = plain_page.evaluate("document.documentElement.scrollHeight")
        assert height < MOST_SCREENS * PHONE["height"], (path, height / PHONE["height"])
        assert_no_sideways_scroll(plain_page)


@pytest.mark.browser
def test_a_line_is_opened_by_pressing_more_without_scripts(plain_page, site):
    plain_page.goto(f"{site}/models/{PRESETS[4]}")
    source = plain_page.locator("details table").first
    expect(source).not_to_be_visible()
    plain_page.locator("details summary").first.click()
    expect(source).to_be_visible()


@pytest.mark.browser
def test_both_pages_are_accessible(unscripted_page, site):
    for path in (
        f"/models/{PRESETS[4]}",
        f"/models/{PRESETS[4]}?lines=all",
        f"/models/{PRESETS[4]}/beside/{PRESETS[2]}",
    ):
        unscripted_page.goto(site + path)
        assert_accessible(unscripted_page)
