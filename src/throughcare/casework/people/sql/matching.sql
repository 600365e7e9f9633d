-- Matching looks across every wall, and no member may: these functions run as the owner and only the
-- worker may call them. What they guard against is a person on the web learning that somebody is known
-- elsewhere; what they cannot guard against is a worker's own code, which is reviewed, not walled.

CREATE OR REPLACE FUNCTION people_must_record() RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT may(RECORD_PEOPLE) THEN
    RAISE insufficient_privilege USING MESSAGE = 'recording people needs a member who may record people';
  END IF;
END $$;

-- Who shares a blocking key with a record or a few: by the index.
CREATE OR REPLACE FUNCTION people_sharing_few(wanted bigint[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
  SELECT m.person_id FROM people_matching m WHERE m.keys && wanted
$$;

-- Who shares a blocking key with a large batch: by the index too, but key by key, for an overlap of two long arrays
-- is tried element by element, and one pass over everybody's keys grows with the country.
CREATE OR REPLACE FUNCTION people_sharing_many(wanted bigint[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off
  SET work_mem = '64MB' AS $$
  SELECT DISTINCT m.person_id FROM unnest(wanted) AS w(key) CROSS JOIN LATERAL (
    SELECT held.person_id FROM people_matching held WHERE held.keys @> ARRAY[w.key]) m
$$;

-- The features of everybody who shares a blocking key with a batch.
CREATE OR REPLACE FUNCTION people_candidates(wanted bigint[]) RETURNS SETOF people_matching
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
DECLARE
  sharing uuid[];
BEGIN
  PERFORM people_must_record();
  -- Keys added since the last vacuum wait in a list that every look-up would read from end to end.
  PERFORM gin_clean_pending_list('matching_keys'::regclass);
  IF cardinality(wanted) <= 500 THEN
    sharing := ARRAY(SELECT people_sharing_few(wanted));
  ELSE
    sharing := ARRAY(SELECT people_sharing_many(wanted));
  END IF;
  RETURN QUERY SELECT * FROM people_matching m WHERE m.person_id = ANY (sharing);
END $$;

-- The values by whose rarity likeness is weighed, of a person who is compared at all.
CREATE OR REPLACE FUNCTION people_values_of(m people_matching) RETURNS TABLE (of_column text, value text)
LANGUAGE sql STABLE AS $$
  SELECT x.c, x.v FROM (VALUES
    ('people', ''), ('first_and_last_name_std', m.forenames[1] || ' ' || nullif(m.surname, '')),
    ('name_1_std', m.forenames[1]), ('last_name_std', nullif(m.surname, '')), ('name_2_std', m.forenames[2]),
    ('date_of_birth', to_char(m.date_of_birth, 'YYYY-MM-DD')), ('pnc_single', m.pnc), ('cro_single', m.cro)) AS x(c, v)
  WHERE m.keys <> '{}' AND x.v IS NOT NULL
  UNION ALL SELECT 'pnc_single', unnest(m.other_pncs) WHERE m.keys <> '{}'
  UNION ALL SELECT 'cro_single', unnest(m.other_cros) WHERE m.keys <> '{}'
  UNION ALL SELECT 'postcode', unnest(m.postcodes) WHERE m.keys <> '{}'
$$;

-- What is about to be put in adds a line for each value that more or fewer people will have, so that two batches at
-- once never wait for one another; the sum of a value's lines is how many people have it.
CREATE OR REPLACE FUNCTION people_count_change(batch jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET jit = off AS $$
BEGIN
  INSERT INTO people_valuecount (id, of_column, value, people)
    WITH came AS MATERIALIZED (SELECT m AS whole FROM jsonb_populate_recordset(NULL::people_matching, batch) m)
    SELECT gen_random_uuid(), x.of_column, x.value, sum(x.more) FROM (
      SELECT v.*, 1 AS more FROM came, people_values_of(came.whole) v
      UNION ALL SELECT v.*, -1 FROM people_matching m, people_values_of(m) v
        WHERE m.person_id IN (SELECT (came.whole).person_id FROM came)) x
    GROUP BY 2, 3 HAVING sum(x.more) <> 0;
END $$;

INSERT INTO people_valuecount (id, of_column, value, people)
  SELECT gen_random_uuid(), v.of_column, v.value, count(*) FROM people_matching m, people_values_of(m) v
  WHERE NOT EXISTS (SELECT FROM people_valuecount) GROUP BY 2, 3;

-- Add up the lines of the values that a large batch has, unless another is adding up: its lines stay for the next.
CREATE OR REPLACE FUNCTION people_add_up(batch jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off SET enable_hashjoin = off
  SET enable_mergejoin = off SET jit = off AS $$
BEGIN
  IF jsonb_array_length(batch) < 50 OR NOT pg_try_advisory_xact_lock(hashtext('people_add_up')) THEN
    RETURN;
  END IF;
  WITH touched AS MATERIALIZED (
    SELECT DISTINCT v.of_column, v.value
      FROM jsonb_populate_recordset(NULL::people_matching, batch) m, people_values_of(m) v),
  gone AS (
    DELETE FROM people_valuecount n USING touched t WHERE n.of_column = t.of_column AND n.value = t.value
    RETURNING n.of_column, n.value, n.people)
  INSERT INTO people_valuecount (id, of_column, value, people)
    SELECT gen_random_uuid(), g.of_column, g.value, sum(g.people) FROM gone g GROUP BY 2, 3 HAVING sum(g.people) <> 0;
END $$;

-- How many people there are, and how many have each of these values: {"column": ["value", ...], ...}.
DROP FUNCTION IF EXISTS people_counts(text[], text[]);
CREATE OR REPLACE FUNCTION people_counts(wanted jsonb)
RETURNS TABLE (of_column text, value text, people bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off
  SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
BEGIN
  PERFORM people_must_record();
  RETURN QUERY
    WITH asked AS MATERIALIZED (
      SELECT DISTINCT c.key AS c, v FROM jsonb_each(wanted) c, jsonb_array_elements_text(c.value) v)
    SELECT a.c, a.v, sum(n.people)::bigint
      FROM asked a JOIN people_valuecount n ON n.of_column = a.c AND n.value = a.v
      GROUP BY 1, 2 HAVING sum(n.people) > 0
    UNION ALL SELECT 'people', '', coalesce(sum(n.people), 0)::bigint
      FROM people_valuecount n WHERE n.of_column = 'people' AND n.value = '';
END $$;

-- Write what a batch decided: new people and what is known of them, what joins somebody, and reviews.
CREATE OR REPLACE FUNCTION people_enter(batch jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM people_must_record();
  INSERT INTO people_person SELECT * FROM jsonb_populate_recordset(NULL::people_person, batch->'person');
  UPDATE people_person p SET sentenced_on = x.days
    FROM jsonb_to_recordset(batch->'sentenced') AS x(id uuid, days date[]) WHERE p.id = x.id;
  INSERT INTO people_alias SELECT * FROM jsonb_populate_recordset(NULL::people_alias, batch->'alias');
  INSERT INTO people_identifier SELECT * FROM jsonb_populate_recordset(NULL::people_identifier, batch->'identifier')
    ON CONFLICT ON CONSTRAINT identifier_once_for_each_person DO NOTHING;
  INSERT INTO people_address SELECT * FROM jsonb_populate_recordset(NULL::people_address, batch->'address');
  INSERT INTO people_phone SELECT r.* FROM jsonb_populate_recordset(NULL::people_phone, batch->'phone') r
    WHERE NOT EXISTS (SELECT FROM people_phone p
      WHERE p.person_id = r.person_id AND p.number = r.number AND p.ended_at IS NULL);
  INSERT INTO people_disability SELECT * FROM jsonb_populate_recordset(NULL::people_disability, batch->'disability')
    ON CONFLICT DO NOTHING;
  INSERT INTO people_openpoint SELECT * FROM jsonb_populate_recordset(NULL::people_openpoint, batch->'open_point')
    ON CONFLICT DO NOTHING;
  INSERT INTO people_review SELECT * FROM jsonb_populate_recordset(NULL::people_review, batch->'review')
    ON CONFLICT DO NOTHING;
  PERFORM people_put_matching(batch->'matching');
END $$;

CREATE OR REPLACE FUNCTION people_put_matching(rows jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM people_must_record();
  PERFORM FROM people_matching m WHERE m.person_id IN (SELECT p.person_id FROM jsonb_populate_recordset(
    NULL::people_matching, rows) p) ORDER BY m.person_id FOR UPDATE;
  PERFORM people_count_change(rows);
  INSERT INTO people_matching SELECT * FROM jsonb_populate_recordset(NULL::people_matching, rows)
    ON CONFLICT (person_id) DO UPDATE SET
      forenames = excluded.forenames, surname = excluded.surname, other_forenames = excluded.other_forenames,
      other_surnames = excluded.other_surnames, date_of_birth = excluded.date_of_birth, births = excluded.births,
      postcodes = excluded.postcodes, pnc = excluded.pnc, cro = excluded.cro, sentenced_on = excluded.sentenced_on,
      overrides = excluded.overrides, master_defendant = excluded.master_defendant,
      court_defendants = excluded.court_defendants, other_pncs = excluded.other_pncs, other_cros = excluded.other_cros,
      sex = excluded.sex, other_ids = excluded.other_ids, died_on = excluded.died_on, keys = excluded.keys, stale = excluded.stale;
  PERFORM people_add_up(rows);
END $$;

-- Everything from which stale rows are derived again.
CREATE OR REPLACE FUNCTION people_stale_sources(most integer) RETURNS TABLE (person_id uuid, source jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM people_must_record();
  RETURN QUERY SELECT p.id, jsonb_build_object(
    'merged', p.state = 'merged', 'forenames', p.forenames, 'surname', p.surname, 'born', p.date_of_birth,
    'sex', p.sex, 'died_on', p.died_on,
    'aliases', (SELECT coalesce(jsonb_agg(jsonb_build_array(a.forenames, a.surname, a.date_of_birth) ORDER BY a.id), '[]')
      FROM people_alias a WHERE a.person_id = p.id),
    'numbers', (SELECT coalesce(jsonb_agg(jsonb_build_array(i.kind, i.value) ORDER BY i.id), '[]')
      FROM people_identifier i WHERE i.person_id = p.id),
    'postcodes', (SELECT coalesce(jsonb_agg(d.postcode ORDER BY d.id), '[]')
      FROM people_address d WHERE d.person_id = p.id AND d.postcode <> ''),
    'overrides', (SELECT coalesce(jsonb_agg(jsonb_build_array(o.scope, o.marker) ORDER BY o.id), '[]')
      FROM people_override o WHERE o.person_id = p.id),
    'sentenced', (SELECT coalesce(jsonb_agg(DISTINCT day), '[]') FROM (SELECT unnest(q.sentenced_on) AS day
      FROM people_person q WHERE q.id = p.id OR q.id IN (SELECT people_merged_into(p.id))) s))
    FROM people_matching m JOIN people_person p ON p.id = m.person_id
    WHERE m.stale ORDER BY p.id LIMIT most FOR UPDATE OF m;
END $$;

-- Everybody whose record was merged into a person's, and theirs in turn.
CREATE OR REPLACE FUNCTION people_merged_into(person uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH RECURSIVE those AS (
    SELECT p.id FROM people_person p WHERE p.merged_into_id = person
    UNION SELECT p.id FROM people_person p JOIN those t ON p.merged_into_id = t.id)
  SELECT id FROM those
$$;

REVOKE ALL ON FUNCTION people_values_of(people_matching), people_count_change(jsonb), people_add_up(jsonb),
  people_must_record(), people_sharing_few(bigint[]), people_sharing_many(bigint[]),
  people_candidates(bigint[]), people_counts(jsonb),
  people_enter(jsonb), people_put_matching(jsonb), people_stale_sources(integer), people_merged_into(uuid)
  FROM PUBLIC, throughcare_web;
GRANT EXECUTE ON FUNCTION people_candidates(bigint[]), people_counts(jsonb), people_enter(jsonb),
  people_put_matching(jsonb), people_stale_sources(integer) TO throughcare_worker;
