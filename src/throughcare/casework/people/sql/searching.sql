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

-- How a word sounds, roughly: its first letter and the consonants after it, letters that sound alike made one.
CREATE OR REPLACE FUNCTION people_word_sound(word text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT left(s, 1) || regexp_replace(regexp_replace(substr(s, 2), '[AEIOUYHW]', '', 'g'), '(.)\1+', '\1', 'g')
    FROM (SELECT regexp_replace(translate(replace(replace(replace(word, 'PH', 'F'), 'CK', 'K'), 'SCH', 'SH'),
      'VCQZ', 'FKKS'), '(.)\1+', '\1', 'g') AS s) t
$$;

-- By what keys a word is found: itself and itself less any one letter (so that a letter wrong, missing, too many or turned
-- round with the next still shares a key), its sound, and how it begins.
CREATE OR REPLACE FUNCTION people_word_keys(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY['w' || word]
    || CASE WHEN length(word) >= 4 THEN ARRAY(SELECT 'w' || overlay(word placing '' from i for 1)
         FROM generate_series(1, least(length(word), 20)) i) ELSE '{}' END
    || CASE WHEN length(public.people_word_sound(word)) >= 3 THEN ARRAY['s' || public.people_word_sound(word)] ELSE '{}' END
$$;

-- The keys of a whole name in standard spelling: those of each word, of each two words written as one, and of their beginnings.
-- An index stands on this: when it changes, its name does too. An index is kept up with no path to search, so schemas are named.
CREATE OR REPLACE FUNCTION people_name_keys(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 2000 AS $$
  SELECT coalesce(array_agg(DISTINCT k), '{}') FROM (
    SELECT unnest(public.people_word_keys(w)) AS k FROM unnest(string_to_array(name, ' ')) w WHERE w <> ''
    UNION ALL SELECT 'p' || left(w, n) FROM unnest(string_to_array(name, ' ')) w, generate_series(3, 6) n
      WHERE length(w) > n
    UNION ALL SELECT 'w' || w.one || w.next FROM (SELECT one, lead(one) OVER (ORDER BY at) AS next
      FROM unnest(string_to_array(name, ' ')) WITH ORDINALITY u(one, at)) w WHERE w.next IS NOT NULL) keys
$$;
CREATE INDEX IF NOT EXISTS person_name_keys ON people_person USING gin (people_name_keys(standard_name));
CREATE INDEX IF NOT EXISTS alias_name_keys ON people_alias USING gin (people_name_keys(standard_name));

-- How like one word asked is to the word of a name that is likest: 1 the same, 0.85 its beginning, less for another spelling,
-- 0 for nothing alike.
CREATE OR REPLACE FUNCTION people_word_likeness(asked text, name text) RETURNS real
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
  SELECT coalesce(max(CASE WHEN w = asked THEN 1
      WHEN length(asked) >= 3 AND starts_with(w, asked) THEN 0.85
      WHEN people_word_keys(w) && people_word_keys(asked) THEN 0.5 + 0.3 * similarity(w, asked) ELSE 0 END), 0)::real
    FROM (SELECT unnest(string_to_array(name, ' ')) AS w
      UNION ALL SELECT one || lead(one) OVER (ORDER BY at) FROM unnest(string_to_array(name, ' ')) WITH ORDINALITY u(one, at)) t
    WHERE w IS NOT NULL
$$;

-- How like all that was asked is to a name; 0 when any word of it is like none, unless a birthday was asked too.
CREATE OR REPLACE FUNCTION people_name_likeness(asked text[], name text, every boolean) RETURNS real
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN every AND min(found) = 0 THEN 0 ELSE avg(found) * 0.95 + 0.05 * similarity(array_to_string(asked, ' '), name) END::real
    FROM (SELECT people_word_likeness(a, name) AS found FROM unnest(asked) a) t
$$;

-- The same of many names at once: each word of theirs is held against each word asked once, however many names have it.
CREATE OR REPLACE FUNCTION people_name_likenesses(asked text[], names text[]) RETURNS TABLE (name text, likeness real)
LANGUAGE sql STABLE SET search_path = public, pg_temp SET jit = off AS $$
  WITH spelt AS (SELECT DISTINCT n AS name FROM unnest(names) n),
  words AS MATERIALIZED (
    SELECT s.name, w FROM spelt s, unnest(string_to_array(s.name, ' ')) w
    UNION ALL SELECT s.name, p.w FROM spelt s, LATERAL (SELECT one || lead(one) OVER (ORDER BY at) AS w
      FROM unnest(string_to_array(s.name, ' ')) WITH ORDINALITY u(one, at)) p WHERE p.w IS NOT NULL),
  sought AS MATERIALIZED (SELECT a, n, people_word_keys(a) AS keys FROM unnest(asked) WITH ORDINALITY t(a, n)),
  held AS MATERIALIZED (SELECT d.w, s.n, (CASE WHEN d.w = s.a THEN 1
      WHEN length(s.a) >= 3 AND starts_with(d.w, s.a) THEN 0.85
      WHEN people_word_keys(d.w) && s.keys THEN 0.5 + 0.3 * similarity(d.w, s.a) ELSE 0 END)::real AS found
    FROM (SELECT DISTINCT w FROM words) d CROSS JOIN sought s),
  best AS (SELECT w.name, h.n, max(h.found) AS found FROM words w JOIN held h USING (w) GROUP BY w.name, h.n)
  SELECT b.name, (CASE WHEN min(b.found) = 0 THEN 0
      ELSE avg(b.found) * 0.95 + 0.05 * similarity(array_to_string(asked, ' '), b.name) END)::real
    FROM best b GROUP BY b.name
$$;

-- Whoever has, of every word asked, a word like it in one name, among these people where any are said; each name once, with how
-- many words are alike exactly.
DROP FUNCTION IF EXISTS people_alike(text[]);
CREATE OR REPLACE FUNCTION people_alike(asked text[], among uuid[]) RETURNS TABLE (person_id uuid, name text, hits bigint, near real)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  fits text;
  exact text;
BEGIN
  SELECT string_agg(format('people_name_keys(n.standard_name) && %L::text[]',
      people_word_keys(a) || CASE WHEN length(a) >= 3 THEN ARRAY['p' || left(a, 6)] ELSE '{}' END), ' AND '),
    string_agg(format('(strpos(f.spaced, %L) > 0)::integer::bigint', ' ' || a || ' '), ' + ')
    INTO fits, exact FROM unnest(asked) a;
  RETURN QUERY EXECUTE format('SELECT f.id, f.whole, %2$s, similarity(f.whole, array_to_string($1, '' '')) FROM (
    SELECT n.id, n.standard_name::text AS whole, '' '' || n.standard_name || '' '' AS spaced FROM people_person n
      WHERE %1$s AND n.state <> ''merged'' %3$s
    UNION ALL SELECT n.person_id, n.standard_name, '' '' || n.standard_name || '' '' FROM people_alias n WHERE %1$s %4$s) f', fits, exact,
    CASE WHEN among IS NULL THEN '' ELSE 'AND n.id = ANY ($2)' END, CASE WHEN among IS NULL THEN '' ELSE 'AND n.person_id = ANY ($2)' END)
    USING asked, among;
END $$;

-- Whoever has every word asked, spelt so, in one name; ``near`` orders them as likeness to all that was asked would: a name that
-- holds all of it is the liker the shorter it is, and its length is had for a tenth of what likeness costs.
CREATE OR REPLACE FUNCTION people_exactly(asked text[]) RETURNS TABLE (person_id uuid, name text, near integer)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  fits text;
BEGIN
  SELECT format('people_name_keys(n.standard_name) @> %L::text[]', array_agg('w' || a))
    || string_agg(format(' AND strpos('' '' || n.standard_name || '' '', %L) > 0', ' ' || a || ' '), '') INTO fits FROM unnest(asked) a;
  RETURN QUERY EXECUTE format('SELECT n.id, n.standard_name::text, -length(n.standard_name) FROM people_person n
      WHERE %1$s AND n.state <> ''merged''
    UNION ALL SELECT n.person_id, n.standard_name, -length(n.standard_name) FROM people_alias n WHERE %1$s', fits);
END $$;

-- Whether the viewer sees few people, and if so whom: then theirs are looked through, and nobody else's grants are asked.
CREATE OR REPLACE FUNCTION people_few_seen(at_most integer) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN count(*) <= at_most THEN coalesce(array_agg(s.person_id), '{}') END FROM (SELECT g.person_id FROM access_sight() g
    WHERE g.unit_id = ANY (app_units()) AND g.during @> app_at() LIMIT at_most + 1) s
$$;

-- Those the viewer may see, best first. Grants are asked inside, of each who fits, in the order in which they fit, so that
-- nobody starves behind others' people; a viewer of few people is asked once for whom they see. Of a name that enough of those
-- whom the viewer sees have exactly, nobody is looked at who has only one like it: they would come after.
CREATE OR REPLACE FUNCTION people_search(words text, born date, number text, most integer)
RETURNS TABLE (person_id uuid, likeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
#variable_conflict use_column
DECLARE
  asked text[] := (string_to_array(words, ' '))[1:8];
  units uuid[] := app_units();
  barred uuid[] := app_barred();
  now timestamptz := app_at();
  few uuid[] := people_few_seen(5000);
  enough integer := greatest(2 * most, 20);
  ids uuid[] := '{}';
  names text[];
BEGIN
  IF number IS NOT NULL OR words IS NULL OR born IS NOT NULL THEN
    RETURN QUERY SELECT f.person_id, f.likeness FROM (
        SELECT DISTINCT i.person_id, 1::real AS likeness FROM people_identifier i WHERE number IS NOT NULL AND i.value = number
        UNION ALL SELECT b, 1::real FROM people_born(born) b WHERE number IS NULL AND words IS NULL
        UNION ALL SELECT n.person_id, max(people_name_likeness(asked, n.name, false)) FROM (
            SELECT p.id AS person_id, p.standard_name::text AS name FROM people_person p WHERE p.id IN (SELECT people_born(born))
            UNION ALL SELECT a.person_id, a.standard_name FROM people_alias a WHERE a.person_id IN (SELECT people_born(born))) n
          WHERE number IS NULL AND words IS NOT NULL GROUP BY 1) f
      WHERE f.likeness >= 0.3 AND NOT f.person_id = ANY (barred)
        AND EXISTS (SELECT 1 FROM access_sight() g WHERE g.person_id = f.person_id AND g.unit_id = ANY (units) AND g.during @> now)
      ORDER BY 2 DESC, 1 LIMIT least(most, 200);
    RETURN;
  END IF;
  IF few IS NULL THEN
    SELECT array_agg(k.person_id), array_agg(k.name) INTO ids, names FROM (
      SELECT c.person_id, c.name FROM (SELECT * FROM people_exactly(asked) ORDER BY near DESC, person_id) c
        WHERE EXISTS (SELECT 1 FROM access_sight() g WHERE g.person_id = c.person_id AND g.unit_id = ANY (units) AND g.during @> now)
          AND NOT c.person_id = ANY (barred) LIMIT enough) k;
  END IF;
  IF coalesce(cardinality(ids), 0) < enough THEN
    SELECT array_agg(k.person_id), array_agg(k.name) INTO ids, names FROM (
      SELECT c.person_id, c.name FROM (SELECT * FROM people_alike(asked, few) ORDER BY hits DESC, near DESC, person_id) c
        WHERE CASE WHEN few IS NOT NULL THEN true ELSE EXISTS (SELECT 1 FROM access_sight() g
          WHERE g.person_id = c.person_id AND g.unit_id = ANY (units) AND g.during @> now) END
          AND NOT c.person_id = ANY (barred) LIMIT enough) k;
  END IF;
  RETURN QUERY SELECT k.person_id, max(l.likeness)
      FROM unnest(ids, names) k (person_id, name) JOIN people_name_likenesses(asked, names) l USING (name)
      WHERE l.likeness > 0 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT least(most, 200);
END $$;

-- Those outside the wall, for a duty officer: a name, a year of birth and the office that holds the case, of at
-- most ten people who fit closely; nobody whose record is restricted to others or whom the viewer declared kin.
CREATE OR REPLACE FUNCTION people_glimpse(words text, born date, number text)
RETURNS TABLE (person_id uuid, person_name text, birth_year integer, holding_office text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT may(SEARCH_OUTSIDE_WALL) THEN
    RAISE insufficient_privilege USING MESSAGE = 'searching outside the wall needs its own permission';
  END IF;
  RETURN QUERY SELECT p.id, trim(p.forenames || ' ' || p.surname), extract(year FROM p.date_of_birth)::integer,
      (SELECT access_unit_called(g.unit_id) FROM access_sight() g
        WHERE g.person_id = p.id AND g.during @> app_at()
        ORDER BY g.purpose = 'recording', g.cause_kind, lower(g.during), g.id LIMIT 1)
    FROM people_fitting(words, born, number, 0.6) f JOIN people_person p ON p.id = f.person_id
    WHERE p.state <> 'merged' AND NOT access_may_see(p.id) AND NOT p.id = ANY (app_barred())
      AND NOT access_restricted(p.id, app_at())
    ORDER BY f.likeness DESC, p.id LIMIT 10;
END $$;

REVOKE ALL ON FUNCTION people_named(text, real), people_born(date), people_fitting(text, date, text, real),
  people_word_sound(text), people_word_keys(text), people_name_keys(text), people_word_likeness(text, text),
  people_name_likeness(text[], text, boolean), people_name_likenesses(text[], text[]), people_alike(text[], uuid[]), people_exactly(text[]), people_few_seen(integer),
  people_search(text, date, text, integer), people_glimpse(text, date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_search(text, date, text, integer), people_glimpse(text, date, text)
  TO throughcare_web, throughcare_worker;
-- Whoever writes a name keeps its index up, and so works its keys out.
GRANT EXECUTE ON FUNCTION people_word_sound(text), people_word_keys(text), people_name_keys(text)
  TO throughcare_web, throughcare_worker;
