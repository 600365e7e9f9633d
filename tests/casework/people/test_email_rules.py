"""E-mail addresses as people write them, by the rule alone."""

import pytest

from throughcare.casework.people.rules import email_in


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Robin.Hale@Example.TEST ", "Robin.Hale@example.test"),
        ("o'neil+x@a-b.example.test", "o'neil+x@a-b.example.test"),
        ("robin@home", ""),
        ("robin@-b.test", ""),
        ("a..b@example.test", ""),
        ("robin@example.test, jo@example.test", ""),
        ("robin@example.test\nBcc: x@example.test", ""),
        ("x" * 65 + "@example.test", ""),
        ("", ""),
    ],
)
def test_an_address_is_kept_as_it_is_and_what_is_none_is_empty(written, kept):
    assert email_in(written) == kept
