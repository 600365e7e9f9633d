"""Each table by which one team asks another about a person stands on the one wall of its two sides."""

from django.apps import apps
from django.db.models import Model

from throughcare.casework.supervision.rules.sides import asked_truly


def _crosses(model: type[Model]) -> bool:
    columns = {field.column for field in model._meta.get_fields() if hasattr(field, "column")}
    return {"case_id", "from_unit", "to_unit", "shared_by", "sight", "ended_at"} <= columns


def test_every_table_by_which_one_team_asks_another_stands_on_it() -> None:
    crossing = asked_truly("may").removeprefix("(may AND ").split(" AND ", 2)
    walls = {model._meta.db_table: model.wall for model in apps.get_models() if _crosses(model)}
    assert len(walls) >= 5
    assert [table for table, wall in walls.items() if not all(part in wall.only for part in crossing)] == []
