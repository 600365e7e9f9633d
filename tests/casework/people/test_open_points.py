"""What a record left open is asked until somebody settles it, once, or writes what was asked."""

from datetime import date

import pytest
from support.people import NOW, a_record, an_office, record

from throughcare.casework.people.actions import settle_open_point
from throughcare.casework.people.models import OpenPoint
from throughcare.foundation.kernel import Refused


def test_a_point_is_settled_once_by_whoever_sees_the_person():
    office, other = an_office(), an_office()
    [made] = record(office, a_record(date_of_birth=date(1990, 1, 1)))
    [point] = OpenPoint.objects.using("owner").filter(person_id=made.person_id)
    asked = {"at": NOW, "person_id": made.person_id, "field": point.field}
    with pytest.raises(Refused):
        settle_open_point(by=other.court, **asked)
    settle_open_point(by=office.court, **asked)
    assert OpenPoint.objects.using("owner").get(id=point.id).settled_by == office.court.id
    with pytest.raises(Refused, match="somebody has settled it"):
        settle_open_point(by=office.court, **asked)
