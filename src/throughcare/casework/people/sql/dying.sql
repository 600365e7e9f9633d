-- A death ends what was under way, in every context: each says what, here it is changed and remembered as it stood, so that all
-- of it comes back when the death was a mistake. The worker hears of a death as the member who recorded it, who may not see
-- all that ends.

-- The death of a person that stands, or the last one withdrawn; nothing when none was ever recorded.
CREATE OR REPLACE FUNCTION people_death_of(person uuid) RETURNS SETOF people_death
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.* FROM people_death d WHERE d.person_id = person ORDER BY d.withdrawn_at IS NULL DESC, d.withdrawn_at DESC LIMIT 1
$$;

-- Changes the rows of a table that a condition names, and remembers what changed in each. Answers their ids.
CREATE OR REPLACE FUNCTION people_stop(death people_death, of_table text, which text, set_to text) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ids uuid[];
BEGIN
  EXECUTE format($q$
    WITH were AS (SELECT t.id, to_jsonb(t) AS j FROM %1$I t WHERE t.person_id = $1 AND (%2$s) ORDER BY t.id FOR UPDATE),
    are AS (UPDATE %1$I t SET %3$s FROM were w WHERE t.id = w.id RETURNING t.id, w.j AS stood, to_jsonb(t) AS became),
    kept AS (INSERT INTO people_stopped (id, death_id, person_id, of_table, row_id, stood, became, stopped_at)
      SELECT gen_random_uuid(), $2, $1, %4$L, a.id,
        (SELECT jsonb_object_agg(e.key, a.stood->e.key) FROM jsonb_each(a.became) e WHERE a.stood->e.key IS DISTINCT FROM e.value),
        (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(a.became) e WHERE a.stood->e.key IS DISTINCT FROM e.value), app_at()
        FROM are a RETURNING row_id)
    SELECT coalesce(array_agg(row_id), '{}') FROM kept $q$, of_table, which, set_to, of_table)
    INTO ids USING death.person_id, death.id;
  RETURN ids;
END $$;

-- Puts back every row of a context's tables that a death had changed, but what somebody has changed since, or what something
-- new has taken the place of. Answers the ids by table.
CREATE OR REPLACE FUNCTION people_start_again(death people_death, context text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  one people_stopped;
  columns text;
  found boolean;
  back jsonb := '{}';
BEGIN
  FOR one IN SELECT * FROM people_stopped s WHERE s.death_id = death.id AND s.put_back_at IS NULL
      AND starts_with(s.of_table, context || '_') ORDER BY s.stopped_at DESC, s.id FOR UPDATE LOOP
    SELECT string_agg(quote_ident(k), ', ') INTO columns FROM jsonb_object_keys(one.stood - 'version') k;
    BEGIN
      EXECUTE format('UPDATE %I t SET (%s) = ROW (%s) %s FROM jsonb_populate_record(NULL::%I, $1) w WHERE t.id = $2 AND to_jsonb(t) @> $3 RETURNING true',
        one.of_table, columns, (SELECT string_agg('w.' || quote_ident(k), ', ') FROM jsonb_object_keys(one.stood - 'version') k),
        CASE WHEN one.became ? 'version' THEN ', version = t.version + 1' ELSE '' END, one.of_table)
        INTO found USING one.stood - 'version', one.row_id, one.became - 'version';
      IF found THEN
        UPDATE people_stopped SET put_back_at = app_at() WHERE id = one.id;
        back := jsonb_set(back, ARRAY[one.of_table], coalesce(back->one.of_table, '[]') || to_jsonb(one.row_id));
      END IF;
    EXCEPTION WHEN unique_violation OR exclusion_violation OR check_violation THEN
      NULL;
    END;
  END LOOP;
  RETURN back;
END $$;

REVOKE ALL ON FUNCTION people_death_of(uuid), people_stop(people_death, text, text, text),
  people_start_again(people_death, text) FROM PUBLIC, throughcare_web, throughcare_worker;
