"""The demonstration as each role meets it: no home is empty, nothing on one is years late, and no page speaks in code words."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
from django.utils import timezone
from support.browser import PHONE, axe_findings
from support.offered import forms, ids_given_twice, refusals, walk
from support.people import as_worker
from support.small_demonstration import shrunk
from support.wall_visits import browser

from throughcare.demonstration import accounts, generator
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import ROLES, Member
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

PEOPLE, WEEKS = 360, 30  # working days
NOBODY_SIGNS_IN = {"service"}
LEADING = {"senior probation officer", "head of delivery unit"}
MANAGING = {"offender manager", "probation services officer", "provider worker"}
PRESSED = ("offender manager", "senior probation officer", "court officer", "provider lead", "police partner")
# Many pages that nobody sends anything from but to ask a figure; each is opened by its own tests.
ONLY_READ = (
    "/models",
    "/areas",
    "/outcomes",
    "/api",
    "/figures",
    "/courts/figures",
    "/services",
    "/handbook",
)
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
ISO = re.compile(r"(?<![\w/-])(?:19|20)\d\d-\d\d-\d\d(?![\w-])")
"""A day as a file writes it, which no page shows: there it is 12 May 2026."""
MEASURED = re.compile(
    r"\b(age|length|long|term|wait(?:ed|ing)?|late|time|distance|cost|price|amount|share|rate|workload|capacity|weight|"
    r"lasts|limit|interval|median|average|worth|chance|score|size)\b",
    re.IGNORECASE,
)
UNITS = re.compile(
    r"hour|day|week|month|year|%|£|point|mile|km|minute|pound|people|case|row|person", re.IGNORECASE
)
NUMBER = re.compile(r"[-+−]?[\d,.]+")
AS_A_FILE_HAS_IT = ("/imports", "/api")
BANNED = {
    "a code word of the matching": r"\b[Bb]its?\b",
    "an odd word": r"\b([Rr]eckon\w*|[Hh]ats?|[Oo]lder sections)\b",
    "a code word of a score": r"\b(ARP|CSRP|VRP|SVRP|ogrs\d?|rsr|rosh)\b",
    "an edition": r"\bedition\b(?! \d)|\b[a-z]+-20\d\d\b(?!\.)",
    "a file of the project": r"\b[\w-]+\.(txt|py|yaml|md|parquet)\b",
    "a name in code": r"\b[a-z]+_[a-z_]+\b",
    "a value in code": r"\b(True|False|nan)\b",
    "a code of an area": r"\b[EW]\d{8}\b",
    "one said as many": r"(?<![\d.,:£/-])(?<!\d )\b1 (?:more |working |old )?(?:changes|days|weeks|months|years|people|cases|rows|lines|hours|points|contacts|referrals|turns|places|nights|groups|sessions|appointments|requirements|sentences|records|files|offers|steps|goals|failures)\b",
    "a stock sentence": r"Ensure this|This field is|Enter a valid|Select a valid",
}
# Where such words are what the page is about: a file's own columns, a model's own name, an address of the API.
ABOUT = {
    "/api/": set(BANNED),
    "/imports": {"a name in code", "a file of the project"},
    "/models": {"an edition"},
    "/areas": {"an edition", "a code of an area"},
    "/outcomes/tables": {"a name in code"},
    "/services": {"a name in code"},
    "/units": {"an edition"},  # the unit of the demonstration’s own records is named after how it was made
}


@pytest.fixture(scope="module")
def members(empty_database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Member]]:
    """Every account of a demonstration made today, by its address."""
    with shrunk(tmp_path_factory.mktemp("screens"), people=PEOPLE, weeks=6), as_worker():
        generator.make("small", "durham-tees-valley-2012", 5, day_of(timezone.now()))
        found = accounts.known()
    now = timezone.now()
    yield {one.email: access.memberships_of_email(one.email, at=now)[0] for one in found}


def running_text(page: str) -> str:
    """What the main part of a page says outside its tables, code and what is folded away."""
    main = page[page.find("<main") : page.find("</main>")]
    for folded in ("details", "table", "code", "pre", "select", "svg"):
        main = re.sub(rf"(?s)<{folded}\b.*?</{folded}>", " ", main)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def headings(page: str) -> str:
    """What the tables of a page are headed by: captions, columns and rows."""
    main = page[page.find("<main") : page.find("</main>")]
    return " | ".join(
        plain(one) for one in re.findall(r"(?s)<(?:th|caption)\b[^>]*>(.*?)</(?:th|caption)>", main)
    )


def shown(page: str) -> str:
    """The main part of a page as it is seen, tables and what is folded away included, code left out."""
    main = page[page.find("<main") : page.find("</main>")]
    for unseen in ("script", "style", "code", "pre", "svg"):
        main = re.sub(rf"(?s)<{unseen}\b.*?</{unseen}>", " ", main)
    return main


def without_unit(main: str) -> list[str]:
    """Bare numbers where something is measured: beside a name, or in a column, that says no unit."""
    pairs = [
        (plain(key), plain(told))
        for key, told in re.findall(r"(?s)<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", main)
    ]
    for table in re.findall(r"(?s)<table\b.*?</table>", main):
        caption = plain("".join(re.findall(r"(?s)<caption[^>]*>(.*?)</caption>", table)))
        heads = [plain(one) for one in re.findall(r'(?s)<th[^>]*scope="col"[^>]*>(.*?)</th>', table)]
        for row in re.findall(r"(?s)<tr[^>]*>(.*?)</tr>", table):
            cells = [plain(one) for one in re.findall(r"(?s)<t[dh][^>]*>(.*?)</t[dh]>", row)]
            if len(cells) == len(heads):
                pairs += [
                    (f"{head} ({caption})", cell.removeprefix(head).strip())
                    for head, cell in zip(heads, cells, strict=True)
                ]
    return [
        f"{key}: {told}"
        for key, told in pairs
        if NUMBER.fullmatch(told) and MEASURED.search(key.partition(" (")[0]) and not UNITS.search(key)
    ]


def home(member: Member) -> str:
    answer = browser(member).get("/", {"all": ""})
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_role_that_signs_in_has_an_account(members):
    assert {one.role for one in members.values()} == set(ROLES) - NOBODY_SIGNS_IN


def test_no_home_is_empty_and_each_says_what_was_asked_and_what_changed(members):
    for member in members.values():
        page = home(member)
        assert re.search(
            r'class="tc-waiting"|<table|class="tc-notes"|class="tc-ways"|/caseload"|>My team: ', page
        ), member.role
        assert "What you asked of others" in page and "Changed since yesterday" in page, member.role


def test_what_is_late_on_a_home_is_recent_and_never_most_of_it(members):
    for member in members.values():
        page = home(member)
        late = [int(days.replace(",", "")) for days in re.findall(r"([\d,]+) working days? late", page)]
        assert max(late, default=0) < WEEKS, (member.role, max(late))


def test_nearly_everybody_who_is_managed_has_a_tier_and_a_risk_and_a_plan(members):
    """Asked of the lists of those who lead teams, as they read them."""
    people = Counter[str]()
    for member in [one for one in members.values() if one.role in LEADING]:
        page = browser(member).get("/team/people").content.decode()
        rows = re.findall(
            r'(?s)<tr class="govuk-table__row" role="row">(.*?)</tr>', page[page.find("tc-table--people") :]
        )
        people["all"] += len(rows)
        people["no tier"] += sum("None yet" in row for row in rows)
        people["no risk"] += sum("not assessed" in row for row in rows)
        people["no plan"] += home(member).count("A plan to make")
    assert people["all"] >= 8
    for lacking in ("no tier", "no risk", "no plan"):
        assert people[lacking] <= people["all"] / 3, people


def test_a_week_ahead_is_in_the_diary_of_whoever_manages_and_not_all_at_nine(members):
    officers = [one for one in members.values() if one.role in MANAGING]
    times = [
        time for one in officers for time in re.findall(r"(\d\d:\d\d) (?:Office|Home|Phone|Video)", home(one))
    ]
    assert times
    assert len(times) < 3 or len(set(times)) > 1


def test_an_administrator_is_not_told_to_appoint_bodies_that_are_appointed(members):
    for member in members.values():
        if member.role == "administrator":
            assert "Nobody is appointed" not in home(member)
            assert "Setting the service up" not in home(member)


def test_no_page_speaks_in_code_words_nor_shows_a_day_as_a_file_has_it_nor_a_measure_without_its_unit(
    members,
):
    """Walk each kind of page under every role by its links, one of a kind, and read what it says."""
    found: list[str] = []
    opened: Counter[str] = Counter()
    for member in members.values():
        found += walked(member, opened)
    assert len(opened) > 60
    assert not found, "\n".join(found)


def walked(member: Member, opened: Counter[str]) -> list[str]:
    client, todo, seen, found = browser(member), ["/"], set(), []
    while todo:
        path = todo.pop(0)
        kind = re.sub(r"/\d+(?=/|$)", "/#", ID.sub("*", path.split("?")[0]))
        if (
            kind in seen
            or (opened[kind] and path != "/")
            or path.startswith(("/static", "/accounts", "/api/v1"))
        ):
            continue
        seen.add(kind)
        answer = client.get(quote(path, safe="/?=&%+"))
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        opened[kind] += 1
        page = answer.content.decode()
        said = f"{running_text(page)} | {headings(page)}"
        if not path.startswith(AS_A_FILE_HAS_IT):
            seen_words = plain(shown(page))
            found += [
                f"{member.role} {kind}: a day as a file has it: …{seen_words[max(0, one.start() - 60) : one.end() + 20]}…"
                for one in list(ISO.finditer(seen_words))[:2]
            ]
            found += [f"{member.role} {kind}: no unit: {one}" for one in without_unit(shown(page))[:2]]
        allowed = set().union(*(kinds for start, kinds in ABOUT.items() if path.startswith(start)))
        if "/scores" in path:  # the published names of the scores
            allowed = allowed | {"a code word of a score"}
        for what, banned in BANNED.items():
            wrong = None if what in allowed else re.search(banned, said)
            if wrong:
                found.append(
                    f"{member.role} {kind}: {what}: …{said[max(0, wrong.start() - 60) : wrong.end() + 40]}…"
                )
        todo += [html.unescape(one) for one in re.findall(r'href="(/[^"#?]*)', page)]
    return found


def test_nothing_is_offered_that_is_then_refused_and_no_id_stands_twice_on_a_page(members, monkeypatch):
    """Roles that do different things open a page of each kind that it is led to, and presses each button there, which changes nothing for good."""
    refused, twice, pressed, told = [], set(), 0, refusals(monkeypatch)
    for member in {one.role: one for one in members.values() if one.role in PRESSED}.values():
        met = walk(browser(member), told, but=ONLY_READ)
        refused += [f"{member.role} {one}" for one in met.refused]
        twice |= set(met.twice)
        pressed += met.pressed
    assert pressed > 120
    assert not refused, "\n".join(refused)
    assert not twice, twice


def test_a_page_that_offers_what_is_refused_is_found(monkeypatch):
    told = refusals(monkeypatch)
    page = '<main><p id="a"><b id="a"></b><form method="post" action="/x"><select name="s"><option value="">-<option value="1">'
    (form,) = forms(page + '</select><textarea name="t"></textarea><button>Go</button></form></main>', "/y")
    assert (form.kind, form.filled) == ("/x [Go]", {"s": ["1"], "t": ["Tried by a walk"]})
    assert ids_given_twice(page) == ["a"]
    refused = Refused("Not so.")
    assert told == [refused]


def test_the_banned_words_are_met_where_they_stand_and_nowhere_else():
    for wrong in (
        "RSR and ARP",
        "At 20 bits or more",
        "Reckon this",
        "Draft Older sections",
        "edition home-2026",
        "see a.txt",
        "the minimum_age",
        "See 1 more changes",
        "1 working days late",
    ):
        assert any(re.search(banned, wrong) for banned in BANNED.values()), wrong
    for right in (
        "None made",
        "a little",
        "What chat",
        "26 November 2026",
        "DTV000881-1",
        "That is right",
        "1 working day late",
        "21 days",
        "of 2031 days",
        "See 1 more change",
    ):
        assert not any(re.search(banned, right) for banned in BANNED.values()), right
    assert ISO.search("born 1999-08-05 in") and not ISO.search("/models/a-2012-05-12-b and 12 May 2026")
    row = "<tr><th>Open</th><td>{}</td></tr>"
    told = (
        '<table><caption>Work</caption><tr><th scope="col">State</th><th scope="col">{}</th></tr>'
        + row
        + "</table>"
    )
    assert without_unit(told.format("Longest wait", "12")) == ["Longest wait (Work): 12"]
    assert without_unit("<dt>Length</dt> <dd>12</dd>") == ["Length: 12"]
    for right in (
        told.format("Longest wait", "12 days"),
        told.format("Wait in days", "12"),
        "<dt>Age</dt><dd>31 years</dd>",
    ):
        assert without_unit(right) == [], right
    assert running_text("<main><details>edition</details>x <table>edition</table></main>") == "x"
    assert isinstance(day_of(timezone.now()), date)


@pytest.mark.browser
def test_home_and_each_page_that_it_leads_to_is_accessible_under_every_role(members, site, request):
    """axe at a phone's width, one page of a kind; a browser is opened only here, after what asks the database directly."""
    opened, found, chromium = set[str](), list[str](), request.getfixturevalue("browser")
    for member in members.values():
        context = chromium.new_context(viewport=PHONE, base_url=site)
        key = browser(member).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": key, "url": site}])
        page = context.new_page()
        for path in ["/", *dict.fromkeys(re.findall(r'href="(/[^"#?]*)', home(member)))]:
            kind = ID.sub("*", path)
            if (kind in opened and path != "/") or path.startswith(("/static", "/accounts", *ONLY_READ)):
                continue
            answer = page.goto(html.unescape(path))
            if answer and answer.status == 200 and "html" in answer.headers["content-type"]:
                opened.add(kind)
                found += [f"{member.role} {kind}: {one}" for one in axe_findings(page)]
                found += [f"{member.role} {kind}: no h1 of its own"] * (page.locator("h1").count() != 1)
        context.close()
    assert len(opened) > 40
    assert not found, "\n".join(found)
