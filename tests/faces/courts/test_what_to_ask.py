"""What a court is to be asked is said on home with the court's own words, so that two questions about one person differ."""

from datetime import date

import pytest

from throughcare.casework.courts.queries import QuestionSeen
from throughcare.faces.courts.pages.arriving import _to_ask
from throughcare.foundation.kernel import new_id


def asked(about, said):
    return QuestionSeen(
        id=new_id(), person_id=new_id(), appearance_id=new_id(), hearing_id=new_id(), court="Northtown Magistrates Court",
        on=date(2026, 11, 2), case_number="26AA1", about=about, said=said, because="", state="open", answer="", version=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("about", "said", "words"),
    [
        ("date_of_birth", "31/02/1996", "about date of birth: “31/02/1996”"),
        ("date_of_birth", "", "about date of birth: it said none"),
        ("pnc", "12/3", "about pnc number: “12/3”"),
        (
            "offence",
            "Common assault On 24/10/2026 assaulted a person by beating. Contrary to section 39",
            "about offence: “Common assault On 24/10/2026 assaulted a person by …”",
        ),
    ],
)
def test_a_question_is_asked_in_the_courts_words_cut_where_they_are_long(about, said, words):
    assert _to_ask(asked(about, said)) == f"To ask Northtown Magistrates Court {words}"
