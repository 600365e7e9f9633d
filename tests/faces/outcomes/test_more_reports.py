"""Adjusted rates, forecasts, attribution and value: the library's own numbers, each with what it cannot tell."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from support.browser import assert_accessible, assert_no_sideways_scroll

from throughcare.evidence import outcomes
from throughcare.evidence.extracts.queries import sources
from throughcare.evidence.outcomes.attribution import Observed, Received, additive_worth
from throughcare.faces.outcomes.answers import (
    attribution,
    foreseeing,
    mixing,
    studies,
    valuing,
)
from throughcare.faces.outcomes.pages.attribution_and_value import pounds
from throughcare.foundation.kernel import Refused

E_AND_W = "england-and-wales-three-month"
ADDRESSES = {
    "adjusted": "/outcomes/adjusted?tables=made-up",
    "forecast": "/outcomes/forecast?tables=made-up",
    "attribution": "/outcomes/attribution",
    "value": f"/outcomes/value?put=made-up:{studies.PLANTED.replace(' ', '+')}",
}
CHARTS = {"adjusted": "adjusted", "forecast": "forecast", "attribution": "shares", "value": "benefit"}


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&#x27;", "'")


@pytest.fixture(scope="module")
def adjusted(database):
    return mixing.adjusted_by_predictor(tables="made-up", definition=E_AND_W, by="area", made="").shown


@pytest.fixture(scope="module")
def foreseen(database):
    return foreseeing.foreseen(tables="made-up", definition=E_AND_W, month="6", made="").shown


@pytest.fixture(scope="module")
def shared(database):
    return attribution.shared(tables="made-up", part="provider", made="").shown


def valued(**changed):
    given = {
        "tables": "made-up", "service": studies.PLANTED, "cost": "500", "kind": "theft_from_person",
        "multiplier": "1", "made": "", "on": "2026-11-21",
    }  # fmt: skip
    return valuing.valued(**given | changed)


# What every report has.


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_report_says_what_it_is_shows_a_chart_with_its_table_and_what_it_cannot_tell(name, members, answer):
    response = answer(members["commissioner"], ADDRESSES[name])
    page, words = response.content.decode(), text_of(response)
    assert response.status_code == 200
    assert "What it is" in words
    assert "What it cannot tell you" in words
    assert f"/outcomes/{name}/chart/{CHARTS[name]}.svg" in page
    assert "<table" in page
    assert "Made up" in words


@pytest.mark.parametrize("name", ADDRESSES)
def test_its_chart_is_drawn_by_the_server_with_a_title(name, members, answer, signed_in):
    page = answer(members["analyst"], ADDRESSES[name]).content.decode()
    [address] = re.findall(rf'src="(/outcomes/{name}/chart/[^"]+)"', page)
    chart = signed_in(members["analyst"]).get(address.replace("&amp;", "&"))
    assert chart["Content-Type"] == "image/svg+xml"
    assert b"<title>" in chart.content


@pytest.mark.parametrize("name", ADDRESSES)
def test_officers_may_not_open_it(name, members, signed_in):
    assert signed_in(members["offender manager"]).get(ADDRESSES[name]).status_code == 403


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_form_filled_in_badly_is_shown_again_with_why(name, members, signed_in):
    page = signed_in(members["analyst"]).get(f"/outcomes/{name}?tables=nowhere&put=nowhere&cost=-3")
    assert page.status_code == 200
    assert page.context["form"].errors


# Adjusted by a predictor.


def test_each_group_is_what_the_library_gives(adjusted):
    held = sources.opened("made-up")
    rules = outcomes.definition(E_AND_W)
    result = outcomes.reoffending(held, rules, by=("area",), within=rules.in_force, engine="duckdb")
    for one in adjusted["groups"]:
        found = outcomes.adjusted(result.counts[(one["labels"][0],)], baseline_predicted=adjusted["baseline"])
        assert one["adjusted"] == pytest.approx(
            [found.adjusted.value, found.adjusted.low, found.adjusted.high]
        )
        assert one["observed"] == pytest.approx(found.observed)


def test_a_group_is_observed_less_how_much_likelier_its_people_were(adjusted):
    for one in adjusted["groups"]:
        assert one["adjusted"][0] == pytest.approx(
            one["observed"] - (one["predicted"] - adjusted["baseline"])
        )


def test_everybody_adjusted_to_themselves_is_what_was_observed(adjusted):
    known = sum(one["known"] for one in adjusted["groups"])
    mean = sum(one["adjusted"][0] * one["known"] for one in adjusted["groups"]) / known
    predicted = sum(one["predicted"] * one["known"] for one in adjusted["groups"]) / known
    observed = sum(one["observed"] * one["known"] for one in adjusted["groups"]) / known
    assert mean == pytest.approx(observed - predicted + adjusted["baseline"])


def test_groups_on_the_page_are_those_adjusted(adjusted, members, answer):
    page = text_of(answer(members["analyst"], ADDRESSES["adjusted"]))
    for one in adjusted["groups"]:
        value, low, high = (100 * part for part in one["adjusted"])
        assert f"{one['labels'][0]} {100 * one['observed']:.1f}%" in page
        assert f"{value:.1f}% {low:.1f} to {high:.1f}" in page


# An early look and what it foresees.


def test_the_forecast_looks_no_further_than_its_month(foreseen):
    assert max(month for month, _ in foreseen["seen"]) == 6
    assert foreseen["last"] == 18
    assert foreseen["finished"] == foreseeing.FINISHED


def test_finished_cohorts_are_all_older_and_grow_month_by_month(foreseen):
    for curve in foreseen["before"]:
        rates = [rate for _, rate in curve]
        assert rates == sorted(rates)
        assert curve[-1][0] == foreseen["last"]


def test_what_came_is_said_beside_what_was_foreseen(foreseen, members, answer):
    low, high = foreseen["final"][1:]
    page = text_of(answer(members["analyst"], ADDRESSES["forecast"]))
    held = "inside" if low <= foreseen["came"] <= high else "outside"
    assert f"{100 * foreseen['came']:.1f}% came, {held} the interval" in page


def test_a_later_look_is_surer():
    widths = []
    for month in ("3", "12"):
        _, low, high = foreseeing.foreseen(tables="made-up", definition=E_AND_W, month=month, made="").shown[
            "final"
        ]
        widths.append(high - low)
    assert widths[1] < widths[0]


def test_a_measure_with_no_wait_for_proof_has_no_early_look():
    with pytest.raises(Refused, match="no wait for proof"):
        foreseeing.foreseen(tables="made-up", definition="return-to-prison", month="6", made="")


# Whose doing it was.


def test_parts_never_received_apart_are_not_told_apart(shared):
    assert shared["together"] == [["debt advice", "employment advice"]]
    parts = {one["part"]: one for one in shared["parts"]}
    for name in shared["together"][0]:
        assert parts[name]["adds"] is None
        assert parts[name]["shapley"] is None
        assert parts[name]["equally"] > 0
    assert shared["not_identified"] > 0


def test_what_was_planted_is_found_for_the_parts_seen_apart(shared):
    parts = {one["part"]: one["adds"] for one in shared["parts"]}
    for name in ("mentoring", "accommodation"):
        assert parts[name] == pytest.approx(shared["truth"][name], abs=0.02)


@pytest.mark.parametrize("way", ["equally", "by_days", "shapley"])
def test_shares_of_each_way_add_up_to_one(shared, way):
    assert sum(one[way] or 0 for one in shared["parts"]) == pytest.approx(1)


def test_order_free_shares_are_as_what_the_parts_add(shared):
    worth = additive_worth(attribution.made_up())
    people = [one.received for one in attribution.made_up() if one.received.doses]
    together = set(shared["together"][0])
    amounts = {
        name: sum(name in one.parts for one in people if not together & set(one.parts))
        * worth(frozenset({name}))
        for name in ("mentoring", "accommodation")
    }
    for one in shared["parts"]:
        if one["part"] in amounts:
            assert one["shapley"] == pytest.approx(float(amounts[one["part"]] / sum(amounts.values())))


def test_not_identified_is_said_on_the_page_in_words(members, answer):
    page = text_of(answer(members["commissioner"], ADDRESSES["attribution"]))
    assert "Debt advice and employment advice were never received apart" in page
    assert "Not identified" in page
    assert "Accommodation lowers the chance by 8 points." in page


def observed(person, *parts):
    return Observed(Received(str(person), tuple((part, Fraction(1)) for part in parts)), Fraction(0))


def test_a_part_few_people_received_is_named_with_others_until_they_are_many():
    people = [observed(n, "large") for n in range(90)]
    people += [observed(100 + n, "small") for n in range(3)]
    people += [observed(200 + n, "middling") for n in range(40)]
    names = {part for one in attribution._without_small(people, 30) for part in one.received.parts}
    assert names == {"large", attribution.OTHERS}
    whole = [one for one in people if one.received.parts != ("small",)]
    assert attribution._without_small(whole, 30) == whole


def test_two_small_parts_of_one_person_become_one_with_both_doses():
    [one] = attribution._without_small([observed(1, "a", "b")], 30)
    assert one.received.doses == ((attribution.OTHERS, Fraction(2)),)


def test_tables_without_predicted_chances_cannot_be_shared_out(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "opened", lambda name: outcomes.Tables(None, {}, False))
    with pytest.raises(Refused, match="predicted chances"):
        attribution._people("any", "provider")


# What it is worth.


def test_value_is_the_librarys_own_for_both_models():
    shown = valued().shown
    put = studies.put_forward("made-up", studies.PLANTED)
    result = outcomes.compare_people(put.columns, put.study, on=date(2026, 11, 21))
    for one, model in zip(shown["models"], (result.static, result.static_and_dynamic), strict=True):
        [effect] = [o.effect for o in model.outcomes if o.outcome.measure is outcomes.Measure.FREQUENCY]
        avoided = Decimal(one["avoided"][0])
        assert float(avoided) == pytest.approx(-effect.difference * one["people"])
        assert Decimal(one["benefit"][0]) == avoided * Decimal(shown["unit"])
        assert Decimal(one["benefit_cost"][0]) == pytest.approx(
            Decimal(one["benefit"][0]) / Decimal(one["cost"])
        )
        low, high = one["avoided"][1:]
        assert float(low) == pytest.approx(-effect.interval.high * one["people"])
        assert float(high) == pytest.approx(-effect.interval.low * one["people"])


def test_more_crimes_for_each_proven_one_are_worth_as_many_times_more():
    once, thrice = valued().shown["models"], valued(multiplier="3").shown["models"]
    for one, three in zip(once, thrice, strict=True):
        assert Decimal(three["benefit"][0]) == 3 * Decimal(one["benefit"][0])
        assert Decimal(one["break_even"]) == pytest.approx(3 * Decimal(three["break_even"]))


def test_where_the_interval_reaches_no_effect_the_cost_has_no_limit():
    for one in valued().shown["models"]:
        low = Decimal(one["avoided"][1])
        assert (one["cost_per_avoided"][2] is None) == (low <= 0)


def test_a_kind_of_crime_nobody_costed_is_refused_with_those_there_are():
    with pytest.raises(Refused, match="theft_from_person"):
        valued(kind="treason")


def test_the_page_carries_the_interval_and_says_who_checked_the_cost(members, answer):
    page = text_of(answer(members["commissioner"], ADDRESSES["value"]))
    model = valued().shown["models"][0]
    low, high = model["benefit"][1:]
    assert f"{pounds(low)} to {pounds(high)}" in page
    assert "Assumed" in page
    assert "Heeks" in page


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "£0.00"),
        ("99.994", "£99.99"),
        ("1234.5", "£1,234"),
        ("-250.2", "-£250"),
        ("-3", "-£3.00"),
        (None, "no limit"),
    ],
)
def test_pounds_are_said_as_people_say_them(amount, words):
    assert pounds(amount) == words


@pytest.mark.browser
@pytest.mark.parametrize("name", ADDRESSES)
def test_it_is_accessible_and_fits_a_phone(name, members, answer, in_browser):
    answer(members["analyst"], ADDRESSES[name])
    page = in_browser(members["analyst"])
    page.goto(ADDRESSES[name])
    assert_accessible(page)
    assert_no_sideways_scroll(page)
