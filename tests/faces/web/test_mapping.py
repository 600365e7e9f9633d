"""The map of who serves where: every area that has an outline is drawn, named with who serves it, and told by more than colour."""

from xml.etree import ElementTree as ET

from throughcare.faces.web.look.mapping import colours, map_svg, shapes

TEES = ["E06000001", "E06000002", "E06000003", "E06000004"]


def test_each_area_is_drawn_with_its_name_and_who_serves_it():
    drawn = ET.fromstring(map_svg(dict.fromkeys(TEES[:2], "North & South team"), TEES))
    said = [title.text for title in drawn.iter("{http://www.w3.org/2000/svg}title")]
    assert "Hartlepool: North & South team" in said
    assert "Stockton-on-Tees: nobody named" in said
    assert len(drawn.findall("{http://www.w3.org/2000/svg}path")) == 4


def test_no_two_teams_look_alike_up_to_thirty_two_of_them():
    looks = colours({str(n): f"team {n:02}" for n in range(32)})
    assert len(set(looks.values())) == 32


def test_an_area_without_an_outline_is_left_to_the_table():
    assert map_svg({}, ["nowhere"]) == ""


def test_every_outline_is_within_the_map():
    for path in ET.fromstring(map_svg({}, list(shapes()))).iter("{http://www.w3.org/2000/svg}path"):
        numbers = path.attrib["d"].replace("M", " ").replace("L", " ").replace("Z", " ").split()
        assert all(0 <= float(x) <= 640 for x in numbers[::2])
