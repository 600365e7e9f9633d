"""The picture of an area says what its table says: people by tier at each month's end, who came and who went, nothing withheld."""

from datetime import date
from xml.etree import ElementTree

from throughcare.faces.outcomes.pages.area_picture import Month, drawn, table, tiers_of

MONTHS = [
    Month(date(2026, 8, 31), None, {"A": None}),
    Month(date(2026, 9, 30), 100, {"A": 40, "B": 45, "C": None, "No tier yet": 15}),
    Month(date(2026, 10, 31), 110, {"A": 50, "B": 45, "C": None}, came=30, went=20),
]


def said(svg: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("title")]


def test_each_month_that_is_told_is_a_bar_by_tier_and_what_is_withheld_stands_in_grey():
    titles = said(drawn(MONTHS))
    assert "September 2026, A: 40" in titles and "October 2026, B: 45" in titles
    assert "October 2026, Withheld: 15" in titles and "September 2026, No tier yet: 15" in titles
    assert not any("August" in one or ", C" in one for one in titles)


def test_who_came_stands_above_and_who_went_below_and_the_whole_is_said():
    titles = said(drawn(MONTHS))
    assert "October 2026: 30 came, 20 went" in titles
    assert titles[0].startswith("100 people under supervision in September 2026, 110 in October 2026")


def test_the_table_beside_says_the_same_and_what_is_withheld():
    rows = table(MONTHS).rows
    assert [str(cell) for cell in rows[0]] == ["October 2026", "110", "30", "20", "50", "45"]
    assert rows[2][1] not in (0, None) and rows[1][2] not in (0, None), "withheld is said, and is no nought"
    assert tiers_of(MONTHS) == ["A", "B"]


def test_of_fewer_than_two_months_there_is_no_picture():
    assert drawn(MONTHS[:2]) == ""
