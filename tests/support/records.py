"""Made-up records to match, close enough to each other that every level of every comparison is met."""

from datetime import date

from hypothesis import strategies as st

from throughcare.casework.people.rules import features, match_model, standard_name

DAY = date(2026, 11, 20)
MODEL = match_model(DAY).table

firsts = st.sampled_from(["John", "Jon", "Jane", "Mary", "Mo", "Ali", ""])
lasts = st.sampled_from(["Smith", "Smyth", "Jones", "Ali", "Smith-Jones", "de la Cruz"])
births = st.dates(date(1980, 1, 1), date(1980, 3, 1)) | st.dates(date(1940, 1, 1), date(2008, 1, 1))
postcodes = st.sampled_from(["TS1 2AB", "TS1 4XY", "DL1 1AA", "NF1 1NF"])
pncs = st.sampled_from([None, "2008/0056560Z", "2008/9956560Z", "2010/0265416X", "1999/0000001A"])
cros = st.sampled_from([None, "265416/21G", "056560/08Z", "000001/99A"])
days = st.sampled_from([date(2024, 1, 1), date(2024, 1, 10), date(2025, 6, 1), date(2019, 1, 1)])
rulings = st.sampled_from([(), (("s", "a"),), (("s", "b"),), (("t", "a"), ("s", "a"))])
names = st.builds(standard_name, st.tuples(firsts, firsts).map(" ".join), lasts)


@st.composite
def records(draw, id="r"):
    return features(
        id,
        draw(names),
        aliases=tuple(draw(st.lists(names, max_size=3))),
        born=draw(st.none() | births),
        other_births=tuple(draw(st.lists(births, max_size=3))),
        postcodes=tuple(draw(st.lists(postcodes, max_size=3))),
        pnc=draw(pncs),
        cro=draw(cros),
        sentenced=tuple(draw(st.lists(days, max_size=7))),
        overrides=draw(rulings),
        master_defendant=draw(st.sampled_from([None, "m1", "m2"])),
        other_pncs=tuple(filter(None, draw(st.lists(pncs, max_size=2)))),
        other_cros=tuple(filter(None, draw(st.lists(cros, max_size=2)))),
    )


def a_person(id="a", name="John Paul", surname="Smith", **given):
    return features(id, standard_name(name, surname), **({"born": date(1980, 5, 6)} | given))
