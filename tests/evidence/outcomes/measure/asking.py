"""Small invented extracts for Hypothesis, crowded around the edges, and every engine's answer."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from throughcare.foundation.kernel import Period

from .building import a_look, a_return, an_event, an_offence, tables

FIRST = date(2015, 8, 1)
EDGES = [date(2016, 2, 28), date(2016, 2, 29), date(2017, 2, 28), date(2017, 3, 1), date(2015, 8, 31)]
days = st.sampled_from(EDGES) | st.integers(0, 900).map(lambda n: FIRST + timedelta(days=n))
persons = st.integers(1, 4)
severities = st.integers(0, 500).map(lambda n: str(Decimal(n) / 100))

events = st.builds(
    an_event,
    persons,
    days,
    kind=st.sampled_from(["custody_release", "court_order", "caution", "other"]),
    area=st.sampled_from(["North", "South", None]),
    predicted=st.none() | st.integers(0, 100).map(lambda n: n / 100),
)
offences = st.builds(
    lambda person, day, lag, breach, proved_by, severity: an_offence(
        person, day, day + timedelta(days=lag), breach, proved_by, severity
    ),
    persons,
    days,
    st.integers(0, 400),
    st.booleans(),
    st.sampled_from(["conviction", "caution"]),
    severities,
)
looks = st.builds(
    a_look, persons, days, st.none() | st.booleans(), outcome=st.sampled_from(["employed", "settled"])
)
returns = st.builds(a_return, persons, days)
people = st.lists(persons, unique=True).flatmap(
    lambda ids: st.tuples(
        *(
            st.fixed_dictionaries(
                {
                    "person_id": st.just(person),
                    "sex": st.sampled_from(["F", "M", None]),
                    "died_on": st.none() | days,
                }
            )
            for person in ids
        )
    ).map(list)
)
extracts = st.builds(
    tables,
    st.lists(events, min_size=1, max_size=8),
    st.lists(offences, max_size=12),
    people,
    st.lists(looks, max_size=8),
    st.lists(returns, max_size=6),
    known_to=st.sampled_from([date(2017, 3, 1), date(2018, 2, 28), date(2030, 1, 1)]),
    check=st.just(False),
)
breakdowns = st.sampled_from(
    [(), ("area",), ("window",), ("kind", "window"), ("sex",), ("year", "sex", "area"), ("sex", "kind")]
)

periods = st.none() | st.builds(
    lambda start, length: Period(start, None if length is None else start + timedelta(days=length)),
    days,
    st.none() | st.integers(0, 600),
)
choices = st.sampled_from(
    [(), (("area", ("North",)),), (("area", ("South", "West")), ("kind", ("caution", "court_order")))]
)
