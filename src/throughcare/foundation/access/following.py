"""The one function by which rows follow a merge of two people, and its undoing: made from what each model says in ``follows``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .follows import Follows, GoesWith, Moves, Room, SeesAgain, declared

FUNCTION = "access_follow(text, uuid, uuid, uuid, jsonb, jsonb)"
_HEAD = """
DROP FUNCTION IF EXISTS access_follow(text, uuid, uuid, uuid, jsonb, jsonb);
-- Moves what a context keeps of one record to another. With nothing to put ``back``, everything of the record that goes moves, in
-- the room made for it; otherwise what ``back`` says had moved, and the room is taken back. Whatever hangs on a row is then about
-- whom the row is about, and sight follows its causes. Answers what moved, by table, and what made room as it stood.
CREATE FUNCTION access_follow(of_context text, merge uuid, goes uuid, onto uuid, said jsonb, back jsonb,
  OUT moved jsonb, OUT stood jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ids uuid[];
  sight jsonb := '{}';
BEGIN
  moved := '{}';
  stood := '{}';
  IF of_context IS NULL THEN
    RETURN;"""
_FOOT = f"""
  END IF;
END $$;
REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC, throughcare_web, throughcare_worker;
"""
_MOVES = """
    ids := CASE WHEN back IS NULL THEN ARRAY(SELECT t.id FROM {table} t WHERE t.person_id = goes{but} ORDER BY t.id)
      ELSE ARRAY(SELECT jsonb_array_elements_text(back->'moved'->'{table}')::uuid) END;
    UPDATE {table} t SET person_id = onto WHERE t.id = ANY (ids){or_with};
    moved := moved || jsonb_build_object('{table}', to_jsonb(ids));"""
_OR_WITH = " OR t.{column} = ANY (ARRAY(SELECT jsonb_array_elements_text(moved->'{other}')::uuid))"
_GOES_WITH = """
    WITH done AS (UPDATE {table} t SET person_id = o.person_id FROM {other} o
        WHERE o.id = t.{column} AND o.person_id IN (goes, onto) AND t.person_id <> o.person_id RETURNING t.id)
      SELECT coalesce(array_agg(d.id), '{{}}') INTO ids FROM done d;"""
_SIGHT = """
    sight := sight || jsonb_build_object('{table}', to_jsonb(ids));"""
_SEE = """
    ids := ARRAY(SELECT jsonb_array_elements_text(sight->'{table}')::uuid);
    PERFORM access_derive_grants('{cause}', ids), access_end_strays('{cause}', ids);"""
_SEE_OTHERS = """
    ids := ARRAY({ids});
    PERFORM access_derive_grants('{cause}', ids), access_end_strays('{cause}', ids);"""
_MAKE_ROOM = """
    IF back IS NULL THEN
      stood := {make}(merge, said);
    END IF;"""
_TAKE_BACK = """
    IF back ? 'stood' THEN
      PERFORM {take_back}(merge, back->'stood');
    END IF;"""


def following_sql() -> str:
    """The function, with a branch for each context that has something to move."""
    moving: dict[str, list[tuple[Any, Moves | GoesWith]]] = {}
    for model, follows in declared():
        if isinstance(follows, Moves | GoesWith):
            moving.setdefault(model._meta.app_label, []).append((model, follows))
    branches = (_branch(context, rows) + _seeing(context) for context, rows in sorted(moving.items()))
    return _HEAD + "".join(branches) + _FOOT


def _seeing(context: str) -> str:
    """Sight because of rows that name nobody, and say of whom by others."""
    return "".join(
        _SEE_OTHERS.format(ids=follows.ids, cause=cause.kind)
        for model, follows in declared()
        if isinstance(follows, SeesAgain) and model._meta.app_label == context
        for cause in model.causes
    )


def _branch(context: str, rows: Sequence[tuple[Any, Moves | GoesWith]]) -> str:
    ordered = list(in_order(rows))
    rooms = list(dict.fromkeys(room for _, follows in ordered if (room := room_of(follows)) is not None))
    parts = [f"\n  ELSIF of_context = '{context}' THEN"]
    parts += [_MAKE_ROOM.format(make=room.make) for room in rooms]
    parts += [_moving(model, follows) for model, follows in ordered]
    parts += [_TAKE_BACK.format(take_back=room.take_back) for room in rooms]
    parts += [
        _SEE.format(table=model._meta.db_table, cause=cause.kind)
        for model, _ in ordered
        for cause in getattr(model, "causes", ())
    ]
    return "".join(parts)


def room_of(follows: Follows) -> Room | None:
    """The room that is made for a model's rows, if any is."""
    return follows.room if isinstance(follows, Moves) else None


def _moving(model: Any, follows: Moves | GoesWith) -> str:
    table = model._meta.db_table
    if isinstance(follows, GoesWith):
        text = _GOES_WITH.format(table=table, other=hung_on(model, follows), column=follows.column)
    else:
        with_other = _OR_WITH.format(column=follows.or_with, other=hung_on(model, follows))
        text = _MOVES.format(
            table=table,
            but=f" AND NOT ({follows.but})" if follows.but else "",
            or_with=with_other if follows.or_with else "",
        )
    return text + (_SIGHT.format(table=table) if getattr(model, "causes", ()) else "")


def hung_on(model: Any, follows: Moves | GoesWith) -> str:
    """The table of the row that a model's rows hang on; empty where they hang on none. Raises where no key says which it is."""
    from .keys import keys

    column = follows.column if isinstance(follows, GoesWith) else follows.or_with
    if not column:
        return ""
    for field in model._meta.local_concrete_fields:
        if field.column == column and field.is_relation:
            return str(field.related_model._meta.db_table)
    for key in keys():
        if (key.table, key.column) == (model._meta.db_table, column):
            return key.to
    raise LookupError(f"{model.__name__}.follows names {column}, and no key says whose row that is")


def in_order(rows: Sequence[tuple[Any, Moves | GoesWith]]) -> Iterator[tuple[Any, Moves | GoesWith]]:
    """A context's models, each after those of it that it hangs on. Raises where two hang on each other."""
    left = {model._meta.db_table: (model, follows) for model, follows in rows}
    while left:
        ready = [table for table, (model, follows) in left.items() if hung_on(model, follows) not in left]
        if not ready:
            raise LookupError(f"rows that hang on each other follow nobody: {', '.join(sorted(left))}")
        for table in ready:
            yield left.pop(table)
