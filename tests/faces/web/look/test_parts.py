"""The tags: each part rendered, and what its markup must say."""

from datetime import date
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from throughcare.faces.web.look.gallery import Narrow, happenings
from throughcare.faces.web.look.parts import (
    Column,
    Happening,
    Identity,
    Item,
    JobProgress,
    Lines,
    Link,
    Pages,
    Row,
    Table,
    Tag,
    Task,
    Unknown,
)


def rendered(source: str, address: str = "/", **context: Any) -> str:
    request = RequestFactory().get(address)
    return Template("{% load throughcare %}" + source).render(Context({"request": request, **context}))


PEOPLE = Table(
    "People",
    [Column("Name", sort="name"), Column("Days", numeric=True), Column("Do", hidden=True)],
    [["Ann", 1204, Link("Open", "/a", "Ann")], ["Bo", None, Link("Open", "/b", "Bo")]],
    order="name",
)


def test_a_table_has_a_caption_row_headers_and_numbers_at_the_right():
    page = rendered("{% table t %}", t=PEOPLE)
    assert ">People</caption>" in page
    assert page.count('scope="row"') == 2
    assert 'govuk-table__cell--numeric" data-label="Days"' in page
    assert "1,204" in page


def test_a_missing_cell_says_so():
    assert "Not recorded" in rendered("{% table t %}", t=PEOPLE)


def test_the_order_in_force_is_said_to_those_who_listen_and_offered_reversed():
    page = rendered("{% table t %}", "/?unit=7&page=3", t=PEOPLE)
    assert page.count("aria-sort") == 1
    assert 'aria-sort="ascending"' in page
    assert 'href="?unit=7&amp;sort=-name"' in page


def test_a_row_with_a_cell_too_few_is_our_fault_and_not_shown():
    short = Table("People", [Column("Name"), Column("Days")], [["Ann"]])
    with pytest.raises(ValueError, match="zip"):
        rendered("{% table t %}", t=short)


def test_an_empty_table_says_why_and_draws_no_table():
    page = rendered("{% table t %}", t=Table("Transfers", [Column("Name")], [], empty="None is waiting."))
    assert "None is waiting." in page
    assert "<table" not in page


def test_a_summary_row_without_a_value_is_never_blank():
    page = rendered(
        "{% summary_list rows %}", rows=[Row("Tier", None), Row("Risk", Unknown("Awaiting assessment"))]
    )
    assert "Not recorded" in page
    assert "Awaiting assessment" in page


def test_links_that_read_the_same_are_told_apart_by_what_is_read_out():
    page = rendered(
        "{% summary_card 'Sentence' rows %}",
        rows=[Row("End", date(2026, 1, 2), [Link("Change", "/x", "the end")])],
    )
    assert 'Change<span class="govuk-visually-hidden"> the end</span>' in page
    assert "2 January 2026" in page


def test_a_pagination_keeps_the_filters_and_marks_where_it_is():
    page = rendered("{% pagination p %}", "/?words=late&page=2", p=Pages(2, 3, 61, "case"))
    assert "Showing 26 to 50 of 61 cases" in page
    assert 'href="?words=late&amp;page=3"' in page
    assert page.count('aria-current="page"') == 1


@pytest.mark.parametrize(("total", "words"), [(0, "No cases"), (1, "1 case"), (3, "3 cases")])
def test_a_single_page_says_only_how_many(total: int, words: str):
    page = rendered("{% pagination p %}", p=Pages(1, 1, total, "case"))
    assert words in page
    assert "<nav" not in page


def test_a_timeline_gives_each_moment_to_machines_too():
    page = rendered("{% timeline h 3 %}", h=[*happenings(), Happening("<b>", date(2026, 1, 1))])
    assert 'datetime="2026-11-18T14:30:00+00:00"' in page
    assert page.count("<h3") == 4
    assert "<b>" not in page


def test_the_identity_bar_says_who_how_old_and_what_to_beware_of():
    who = Identity(
        "Dean <A>",
        date(1987, 3, 31),
        date(2026, 3, 30),
        identifiers=[("PNC", None)],
        alerts=[Tag("Arson", "red")],
    )
    page = rendered("{% identity_bar who %}", who=who)
    assert "Dean &lt;A&gt;" in page
    assert "(age 38)" in page
    assert "Not recorded" in page
    assert "govuk-tag--red" in page


def test_the_identity_bar_of_somebody_of_unknown_age_says_so():
    page = rendered("{% identity_bar who %}", who=Identity("Dean", None, date(2026, 3, 30)))
    assert "Not known" in page
    assert "age" not in page


def test_the_present_page_of_a_record_is_marked():
    page = rendered(
        "{% sub_navigation items %}", items=[Item("A", "/a", active=True), Item("B", "/b", count=0)]
    )
    assert page.count('aria-current="page"') == 1
    assert '<span class="tc-count">0</span>' in page


def test_a_filter_is_sent_by_get_and_carries_no_token():
    page = rendered("{% filter_panel f chosen '?' %}", f=Narrow(), chosen=[Link("Contacts", "?")])
    assert 'method="get"' in page
    assert "csrf" not in page
    assert "Stop filtering by</span> Contacts" in page


def test_a_task_is_tied_to_its_status():
    page = rendered("{% task_list tasks 'first' %}", tasks=[Task("Sign", Tag("Late", "red"), "/s")])
    assert 'aria-describedby="first-1-status"' in page
    assert 'id="first-1-status"' in page


def test_a_running_job_can_be_asked_about_and_a_finished_one_need_not():
    running = rendered("{% progress j %}", j=JobProgress("Reading", 5, 1250000, "/jobs/1"))
    assert 'max="1250000" value="5"' in running
    assert 'data-follow="/jobs/1"' in running
    assert 'href="/jobs/1"' in running
    done = rendered("{% progress j %}", j=JobProgress("Reading", 5, 5, "/jobs/1", finished=True))
    assert "data-follow" not in done
    failed = rendered(
        "{% progress j %}", j=JobProgress("Reading", 5, 5, "/jobs/1", failed="The file ended early.")
    )
    assert "The file ended early." in failed
    assert "<progress" not in failed


def test_two_sets_of_tabs_keep_their_own_panels():
    one = '{% tabs %}{% tab "A" "a" %}first{% endtab %}{% endtabs %}'
    two = '{% tabs %}{% tab "B" "b" %}second{% endtab %}{% endtabs %}'
    page = rendered(one + "|" + two)
    before, after = page.split("|")
    assert "first" in before and "second" not in before
    assert "second" in after and "first" not in after


def test_a_block_keeps_what_is_inside_it_escaped_once():
    page = rendered("{% details why %}{{ x }}{% enddetails %}", why="Why & how", x="<b>&")
    assert "Why &amp; how" in page
    assert "&lt;b&gt;&amp;" in page
    assert "&amp;lt;" not in page


def test_a_button_that_changes_something_is_a_form_with_a_token():
    page = rendered("{% post_button 'Accept' '/t' '' fields %}", fields={"version": 3}, csrf_token="tok")
    assert 'method="post" action="/t"' in page
    assert 'name="csrfmiddlewaretoken" value="tok"' in page
    assert 'name="version" value="3"' in page


def test_a_part_put_straight_into_a_template_is_its_html():
    page = rendered(
        "{{ t }} {{ l }} {{ missing|or_unknown:'Not asked' }}",
        t=Tag("A & B"),
        l=Lines("x", [None]),
        missing=None,
    )
    assert "A &amp; B</strong>" in page
    assert "Not recorded" in page
    assert "Not asked" in page


def test_the_secret_is_grouped_for_reading():
    assert rendered("{{ s|in_fours }}", s="ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_a_page_with_no_form_has_no_summary_of_errors():
    assert "govuk-error-summary" not in rendered("{% error_summary form %}")
