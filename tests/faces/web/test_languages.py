"""Catalogues of messages: compiled here as gettext reads them; sign-in in Welsh for whoever asks; stock sentences replaced."""

import gettext
import io

import pytest
from django import forms
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from throughcare.faces.web.languages import IN_WELSH
from throughcare.faces.web.look.catalogues import LOCALE, compiled, messages

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
said = st.text(
    alphabet=st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='"\\'), min_size=1
)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_each_catalogue_was_compiled_after_it_was_last_changed(path):
    assert path.with_suffix(".mo").read_bytes() == compiled(path.read_text("utf-8"))
    assert all(translated for key, translated in messages(path.read_text("utf-8")).items() if key)


@given(st.dictionaries(said, said, max_size=6))
def test_what_is_compiled_gettext_reads_back(rows):
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    text = head + "".join(f'\nmsgid "{one}"\nmsgstr "{two}"\n' for one, two in rows.items())
    read = gettext.GNUTranslations(io.BytesIO(compiled(text)))
    assert {one: read.gettext(one) for one in rows} == rows


def test_there_is_welsh_and_english():
    assert [path.parts[-3] for path in CATALOGUES] == ["cy", "en_GB"]


def test_sign_in_is_in_welsh_for_whoever_asks_and_stays_so_until_they_ask_otherwise():
    reader = Client()
    first = reader.get("/accounts/login/").content.decode()
    assert '<html lang="en-GB"' in first and 'href="?language=cy"' in first and "Mewngofnodi" not in first
    reader.get("/accounts/login/", {"language": "cy"})
    welsh = reader.get("/accounts/login/").content.decode()
    assert '<html lang="cy"' in welsh and "Mewngofnodi" in welsh and "Cyfrinair" in welsh
    wrong = reader.post(
        "/accounts/login/", {"login": "nobody@example.test", "password": "x"}
    ).content.decode()
    assert "Mae problem" in wrong and "yn gywir" in wrong
    assert '<html lang="en-GB"' in reader.get("/accounts/login/", {"language": "en-gb"}).content.decode()
    assert "Mewngofnodi" not in reader.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("asked", ["fr", "", "cy'", "../cy"])
def test_a_language_that_is_not_there_changes_nothing(asked):
    answer = Client().get("/accounts/login/", {"language": asked})
    assert '<html lang="en-GB"' in answer.content.decode() and "language" not in answer.cookies


def test_a_page_that_is_not_in_welsh_stays_english_whole():
    reader = Client()
    reader.get("/accounts/login/", {"language": "cy"})
    assert "/accounts/signup/" not in IN_WELSH
    answer = reader.get("/health", follow=True)
    assert answer.status_code == 200 and "Mae " not in answer.content.decode()
    other = reader.get("/accounts/signup/").content.decode()
    assert '<html lang="en-GB"' in other and 'lang="cy"' not in other


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        (forms.IntegerField(max_value=5), "9", "Enter 5 or less."),
        (forms.IntegerField(min_value=5), "1", "Enter 5 or more."),
        (forms.CharField(max_length=1), "abc", "Shorten this to 1 characters or fewer; there are 3."),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "Choose one of the answers offered; “b” is not one of them.",
        ),
        (forms.DateField(), "soon", "Enter a day that exists, as 31 March 2026."),
        (forms.EmailField(), "x", "Enter an email address, as name@example.org."),
        (forms.DecimalField(max_digits=3), "12345", "Enter a number of at most 3 figures."),
        (forms.CharField(), "", "Enter an answer."),
    ],
)
def test_a_stock_sentence_is_in_the_words_of_this_service(field, given, words):
    with translation.override("en-gb"), pytest.raises(forms.ValidationError) as refused:
        field.clean(given)
    assert refused.value.messages == [words]
