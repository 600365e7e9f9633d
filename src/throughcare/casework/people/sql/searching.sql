-- Trigram operators cannot use their index under a policy, so a search is one function that runs as the
-- owner, applies the grants inside, and answers ids only; the rows are then read through the policy.

CREATE OR REPLACE FUNCTION people_named(words text, at_least real) RETURNS TABLE (person_id uuid, likeness real)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM set_config('pg_trgm.similarity_threshold', at_least::text, true);
  RETURN QUERY SELECT p.id, similarity(p.standard_name, words) FROM people_person p
      WHERE p.standard_name % words AND p.state <> 'merged'
    UNION ALL SELECT a.person_id, similarity(a.standard_name, words) FROM people_alias a WHERE a.standard_name % words;
END $$;

CREATE OR REPLACE FUNCTION people_born(born date) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT p.id FROM people_person p WHERE p.date_of_birth = born AND p.state <> 'merged'
  UNION SELECT a.person_id FROM people_alias a WHERE a.date_of_birth = born
$$;

-- Likeness of everybody who fits what was asked, best first: a name however misspelt or turned round, a
-- day of birth, a number in standard spelling; what is not asked is NULL.
CREATE OR REPLACE FUNCTION people_fitting(words text, born date, number text, at_least real)
RETURNS TABLE (person_id uuid, likeness real)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  IF number IS NOT NULL THEN
    RETURN QUERY SELECT DISTINCT i.person_id, 1::real FROM people_identifier i WHERE i.value = number;
  ELSIF words IS NOT NULL THEN
    RETURN QUERY SELECT n.person_id, max(n.likeness) FROM people_named(words, at_least) n
      WHERE born IS NULL OR n.person_id IN (SELECT people_born(born)) GROUP BY n.person_id;
  ELSE
    RETURN QUERY SELECT b, 1::real FROM people_born(born) b;
  END IF;
END $$;

-- Those the viewer may see.
CREATE OR REPLACE FUNCTION people_search(words text, born date, number text, most integer)
RETURNS TABLE (person_id uuid, likeness real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.person_id, f.likeness
    FROM people_fitting(words, born, number, CASE WHEN born IS NULL THEN 0.35 ELSE 0.2 END::real) f
    -- A question of its own for each candidate, never a join over all that a large viewer may see.
    WHERE (SELECT EXISTS (SELECT 1 FROM access_grant g WHERE g.person_id = f.person_id
        AND g.unit_id = ANY ((SELECT app_units())::uuid[]) AND g.during @> (SELECT app_at()) OFFSET 0))
      AND NOT f.person_id = ANY ((SELECT app_barred())::uuid[])
    ORDER BY f.likeness DESC, f.person_id LIMIT least(most, 200)
$$;

-- Those outside the wall, for a duty officer: a name, a year of birth and the office that holds the case, of at
-- most ten people who fit closely; nobody whose record is restricted to others or whom the viewer declared kin.
CREATE OR REPLACE FUNCTION people_glimpse(words text, born date, number text)
RETURNS TABLE (person_id uuid, person_name text, birth_year integer, holding_office text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT 'search outside the wall' = ANY (app_permissions()) THEN
    RAISE insufficient_privilege USING MESSAGE = 'searching outside the wall needs its own permission';
  END IF;
  RETURN QUERY SELECT p.id, trim(p.forenames || ' ' || p.surname), extract(year FROM p.date_of_birth)::integer,
      (SELECT u.name::text FROM access_grant g JOIN access_unit u ON u.id = g.unit_id
        WHERE g.person_id = p.id AND g.during @> app_at()
        ORDER BY g.purpose = 'recording', g.cause_kind, lower(g.during), g.id LIMIT 1)
    FROM people_fitting(words, born, number, 0.6) f JOIN people_person p ON p.id = f.person_id
    WHERE p.state <> 'merged' AND NOT access_may_see(p.id) AND NOT p.id = ANY (app_barred())
      AND NOT EXISTS (SELECT 1 FROM access_restriction r WHERE r.person_id = p.id AND r.during @> app_at())
    ORDER BY f.likeness DESC, p.id LIMIT 10;
END $$;

REVOKE ALL ON FUNCTION people_named(text, real), people_born(date), people_fitting(text, date, text, real),
  people_search(text, date, text, integer), people_glimpse(text, date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_search(text, date, text, integer), people_glimpse(text, date, text)
  TO throughcare_web, throughcare_worker;
