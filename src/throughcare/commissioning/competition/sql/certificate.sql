-- The certificate of a competition's wall: everything by which somebody on one side could read, or did read, the other's papers.
-- The catalogue is asked as it stands now; hats, memberships, keys, jobs and lines of the audit over the competition's whole time.

-- Who may ask: whoever certifies walls and is of the team that buys or of none that bid; on a connection of the owner or of the
-- server's administrator, anybody.
CREATE OR REPLACE FUNCTION competition_may_certify(competition uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (may(CERTIFY_WALL) AND NOT EXISTS (SELECT 1 FROM competition_bid b WHERE b.round_id = competition
      AND access_belongs(access_my_account(), b.unit_id)))
    OR EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = session_user AND (r.rolsuper
      OR r.oid = (SELECT c.relowner FROM pg_class c WHERE c.oid = 'competition_round'::regclass)))
$$;

-- What the tables of papers are, the teams on each side, and words that stand nowhere but in the papers.
CREATE OR REPLACE FUNCTION competition_papers() RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY['competition_bid', 'competition_openedanswers', 'competition_openedbid', 'competition_turned', 'competition_openerkey',
    'competition_openersecret', 'competition_promised', 'competition_score', 'competition_agreed', 'competition_summary',
    'competition_priceasked', 'competition_priceanswered', 'competition_priceruled', 'providers_passportedition']
$$;
CREATE OR REPLACE FUNCTION competition_words(competition uuid) RETURNS TABLE (word text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w FROM (
    SELECT b.id::text AS w FROM competition_bid b WHERE b.round_id = competition
    UNION SELECT o.id::text FROM competition_openedbid o WHERE o.round_id = competition
    UNION SELECT btrim(to_jsonb(o.said)::text, '"') FROM competition_openedbid o WHERE o.round_id = competition AND o.said <> ''
    UNION SELECT o.id::text FROM competition_openedanswers o WHERE o.round_id = competition
    UNION SELECT btrim(to_jsonb(said.value)::text, '"') FROM competition_openedanswers o, jsonb_each_text(o.said) said WHERE o.round_id = competition
    UNION SELECT s.id::text FROM competition_score s WHERE s.round_id = competition
    UNION SELECT a.id::text FROM competition_agreed a WHERE a.round_id = competition
    UNION SELECT s.id::text FROM competition_summary s WHERE s.round_id = competition
    UNION SELECT a.id::text FROM competition_priceasked a WHERE a.round_id = competition
    UNION SELECT btrim(to_jsonb(a.asks)::text, '"') FROM competition_priceasked a WHERE a.round_id = competition
    UNION SELECT btrim(to_jsonb(a.says)::text, '"') FROM competition_priceanswered a WHERE a.round_id = competition
    UNION SELECT line FROM competition_openedbid o, regexp_split_to_table(o.said, E'\n') line
      WHERE o.round_id = competition AND line ~ 'price') words
  WHERE competition_may_certify(competition) AND length(w) > 20
$$;

-- Of the catalogue: privileges, roles, policies, views, functions, triggers, copies, publications and what the server's log is told.
CREATE OR REPLACE FUNCTION competition_open_ways(competition uuid, known_functions text[], known_bodies text[], known_roles text[],
  known_tables text[])
RETURNS TABLE (kind text, what text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH paper AS (SELECT c.oid, c.relname::text, c.relowner, c.relacl, c.relrowsecurity FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (competition_papers())),
    allowed AS (SELECT p.oid, p.relname, p.relowner, x.grantee, x.privilege_type, '' AS col FROM paper p, aclexplode(p.relacl) x
      UNION ALL SELECT p.oid, p.relname, p.relowner, x.grantee, x.privilege_type, ' of ' || a.attname FROM paper p
        JOIN pg_attribute a ON a.attrelid = p.oid AND a.attacl IS NOT NULL, aclexplode(a.attacl) x)
  SELECT w.kind, w.what, NULL::timestamptz FROM (
    SELECT 'grant' AS kind, format('%s may %s%s on %s', coalesce(r.rolname::text, 'everybody'), a.privilege_type, a.col, a.relname) AS what
      FROM allowed a LEFT JOIN pg_roles r ON r.oid = a.grantee
      WHERE a.grantee <> a.relowner
        AND NOT (coalesce(r.rolname, '') IN ('throughcare_web', 'throughcare_worker') AND a.privilege_type IN ('SELECT', 'INSERT') AND a.col = '')
        AND NOT (coalesce(r.rolname, '') = 'throughcare_auditor' AND a.privilege_type = 'SELECT' AND a.col = '')
    UNION ALL SELECT 'role', format('%s passes every policy', r.rolname) FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls) AND r.oid <> 10
    UNION ALL SELECT 'role', format('%s may become %s', m.rolname, o.rolname) FROM pg_auth_members g
      JOIN pg_roles m ON m.oid = g.member JOIN pg_roles o ON o.oid = g.roleid
      WHERE m.oid <> 10 AND m.rolname NOT LIKE 'pg\_%' AND (o.oid IN (SELECT p.relowner FROM paper p)
        OR o.rolname IN ('throughcare_web', 'throughcare_worker', 'throughcare_auditor', 'pg_read_all_data', 'pg_write_all_data',
          'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program'))
    UNION ALL SELECT 'role', format('a %s may %s', p.role, p.permission) FROM access_permitted() p
      WHERE p.permission = ANY (ARRAY['run a competition', 'open bids', 'send a bid', 'score answers', 'moderate scores', 'approve a crossing of a wall', 'certify a wall of a competition', 'keep a provider''s passport']) AND NOT p.role || ': ' || p.permission = ANY (known_roles)
    UNION ALL SELECT 'policy', format('row policies are off on %s', p.relname) FROM paper p WHERE NOT p.relrowsecurity
    UNION ALL SELECT 'policy', format('%s on %s is not of this wall', y.policyname, y.tablename) FROM pg_policies y JOIN paper p
        ON p.relname = y.tablename WHERE y.schemaname = 'public' AND (y.policyname NOT IN ('select_by_grant', 'insert_by_grant', 'auditor_reads')
        OR y.policyname = 'select_by_grant' AND CASE y.tablename WHEN 'competition_openerkey' THEN false
          WHEN 'competition_openersecret' THEN y.qual NOT LIKE '%member_id = %app_member%'
          WHEN 'providers_passportedition' THEN y.qual NOT LIKE '%app_organisation%'
          WHEN 'competition_score' THEN y.qual NOT LIKE '%competition_handedin%' OR y.qual NOT LIKE '%competition_apart%' ELSE y.qual NOT LIKE '%competition_apart%' END
        OR y.policyname = 'auditor_reads' AND y.roles::text[] <> ARRAY['throughcare_auditor'])
    UNION ALL SELECT DISTINCT 'view', format('%s shows rows of %s', v.oid::regclass, p.relname) FROM pg_depend d
      JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass JOIN pg_class v ON v.oid = r.ev_class
      JOIN paper p ON p.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
    UNION ALL SELECT 'function', format('%s acts as its owner and is none of this service''s', f.oid::regprocedure) FROM pg_proc f
      WHERE f.prosecdef AND f.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        AND NOT f.proname = ANY (known_functions)
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = f.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
    UNION ALL SELECT 'function', format('%s is not as this service has it', f.oid::regprocedure) FROM pg_proc f
      WHERE f.pronamespace = 'public'::regnamespace AND f.proname LIKE 'competition\_%' AND f.proname <> 'competition_open_ways'
        AND NOT f.proname || ' ' || md5(f.prosrc) = ANY (known_bodies)
    UNION ALL SELECT 'function', format('%s runs when rows of %s are written', t.tgname, p.relname) FROM pg_trigger t
      JOIN paper p ON p.oid = t.tgrelid WHERE NOT t.tgisinternal
    UNION ALL SELECT 'copy', format('%s has the columns of the papers', c.oid::regclass) FROM pg_class c
      WHERE c.relkind IN ('r', 'm', 'f', 'p') AND NOT (c.relnamespace = 'public'::regnamespace AND c.relname = ANY (known_tables)) AND EXISTS (SELECT 1 FROM (VALUES
        (ARRAY['bidder', 'said', 'fault']), (ARRAY['content', 'half_one', 'half_two']), (ARRAY['round_id', 'halves']), (ARRAY['opened_id', 'criterion', 'score']), (ARRAY['bidder', 'quality', 'changes']), (ARRAY['against', 'asks', 'package']), (ARRAY['asked_id', 'says']), (ARRAY['asked_id', 'way', 'clause']), (ARRAY['organisation_id', 'facts'])) v (columns)
        WHERE v.columns <@ ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
    UNION ALL SELECT 'copy', format('%s is published as %s', t.tablename, t.pubname) FROM pg_publication_tables t JOIN paper p ON p.relname = t.tablename
    UNION ALL SELECT 'log', format('%s is set for %s', s.setting, coalesce(r.rolname::text, 'everybody here')) FROM pg_db_role_setting d
      CROSS JOIN LATERAL unnest(d.setconfig) s (setting) LEFT JOIN pg_roles r ON r.oid = d.setrole
      WHERE s.setting ~ '^(log_statement=(mod|all)|log_min_duration_statement=[0-9]|log_min_duration_sample=[0-9]|auto_explain)'
    UNION ALL SELECT 'log', format('%s is %s', g.name, g.setting) FROM pg_settings g
      WHERE g.name = 'log_statement' AND g.setting IN ('mod', 'all') OR g.name IN ('log_min_duration_statement', 'log_min_duration_sample') AND g.setting <> '-1'
  ) w WHERE competition_may_certify(competition)
$$;

-- Of what happened: hats and memberships on both sides, keys, looks, acts and jobs that name the other side's papers.
CREATE OR REPLACE FUNCTION competition_crossed(competition uuid, until timestamptz) RETURNS TABLE (kind text, what text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH r AS (SELECT * FROM competition_round r WHERE r.id = competition AND competition_may_certify(competition)),
    h AS (SELECT h.* FROM competition_hat h JOIN r ON r.id = h.round_id),
    b AS (SELECT b.* FROM competition_bid b JOIN r ON r.id = b.round_id),
    k AS (SELECT k.* FROM competition_openerkey k JOIN r ON r.id = k.round_id),
    t AS (SELECT t.* FROM competition_turned t JOIN r ON r.id = t.round_id),
    o AS (SELECT o.bid_id, 'prices' AS envelope, o.at FROM competition_openedbid o JOIN r ON r.id = o.round_id
      UNION ALL SELECT o.bid_id, 'answers', o.at FROM competition_openedanswers o JOIN r ON r.id = o.round_id),
    q AS (SELECT q.* FROM competition_signedquality q JOIN r ON r.id = q.round_id),
    g AS (SELECT s.* FROM competition_score s JOIN r ON r.id = s.round_id),
    seen AS (SELECT s.* FROM audit_subjects() s JOIN r ON s.at >= r.at AND s.at < until AND s.subject ? 'papers')
  SELECT 'hat', format('one person wears %s (%s) and %s (%s)', x.hat, x.member_id, y.hat, y.member_id), greatest(x.at, y.at)
    FROM h x JOIN h y ON x.hat = 'bidder' AND y.hat <> 'bidder' AND (x.account_id = y.account_id OR access_same_somebody(x.member_id, y.member_id))
  UNION ALL SELECT 'hat', format('%s wears %s under an account that is not theirs', h.member_id, h.hat), h.at
    FROM h WHERE NOT access_is_of(h.member_id, h.account_id)
  UNION ALL SELECT 'membership', format('one account belonged to the team that buys (%s) and to one that bids (%s)', a.one, a.other), a.at
    FROM r, access_on_both_sides(ARRAY[r.unit_id], ARRAY(SELECT DISTINCT b.unit_id FROM b), r.at, until) a
  UNION ALL SELECT 'membership', format('%s wears %s and belonged to a team that bids (%s)', h.member_id, h.hat, a.other), a.at
    FROM r, h, access_account_in(h.account_id, ARRAY(SELECT DISTINCT b.unit_id FROM b), r.at, until) a WHERE h.hat <> 'bidder'
  UNION ALL SELECT 'key', format('%s has a key and is not one of the two who open', k.member_id), k.at FROM k, r
    WHERE k.member_id NOT IN (r.opener_one, r.opener_two)
  UNION ALL SELECT 'key', 'the two who open are one person', r.at FROM r WHERE access_same_somebody(r.opener_one, r.opener_two)
  UNION ALL SELECT 'key', format('the key of %s was turned before the close', t.member_id), t.at FROM t, r WHERE t.at < r.closes_at
  UNION ALL SELECT 'key', format('the %s of bid %s were opened before both keys were turned after the close', o.envelope, o.bid_id), o.at FROM o, r
    WHERE o.at < r.closes_at OR (SELECT count(DISTINCT t.member_id) FROM t WHERE t.envelope = o.envelope AND t.at <= o.at) < 2
  UNION ALL SELECT 'key', format('the key of %s was turned on prices before quality was signed', t.member_id), t.at FROM t, r
    WHERE r.asks AND t.envelope = 'prices' AND NOT EXISTS (SELECT 1 FROM q WHERE q.at <= t.at)
  UNION ALL SELECT DISTINCT 'hat', format('%s scored, and wears no evaluator''s hat', g.member_id), NULL::timestamptz FROM g
    WHERE NOT EXISTS (SELECT 1 FROM h WHERE h.member_id = g.member_id AND h.hat = 'evaluator')
  UNION ALL SELECT DISTINCT 'key', format('%s scored after quality was signed', g.member_id), g.at FROM g, q WHERE g.at > q.at
  UNION ALL SELECT CASE s.kind WHEN 'looked' THEN 'look' ELSE 'export' END,
      format('line %s, %s: %s read bid %s of another team', s.id, s.act, s.member_id, p.paper), s.at
    FROM r, seen s, jsonb_array_elements_text(s.subject -> 'papers') p (paper) JOIN b ON b.id::text = p.paper
    WHERE s.unit_id IS DISTINCT FROM b.unit_id
      AND NOT (s.kind = 'looked' AND (s.unit_id = r.unit_id OR EXISTS (SELECT 1 FROM h WHERE h.member_id = s.member_id AND h.hat <> 'bidder'))
        AND s.at >= r.closes_at)
      AND NOT EXISTS (SELECT 1 FROM competition_crossing c WHERE c.round_id = r.id AND c.member_id = s.member_id AND c.until > s.at
        AND (SELECT count(DISTINCT a.account_id) FROM competition_crossingapproval a WHERE a.crossing_id = c.id AND a.at <= s.at) >= 2)
  UNION ALL SELECT 'job', format('job %s, %s, holds what stands in the papers', j.id, j.task_name), NULL FROM procrastinate_jobs j
    WHERE EXISTS (SELECT 1 FROM competition_words(competition) w WHERE position(w.word IN j.args::text) > 0)
$$;

-- Crossings that two people approved, and what was examined. How many bid is told to nobody before the close.
CREATE OR REPLACE FUNCTION competition_crossings(competition uuid, until timestamptz)
RETURNS TABLE (crossing uuid, member uuid, because text, opened timestamptz, closed timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.member_id, c.because::text, a.at, least(c.until, competition_crossings.until) FROM competition_crossing c
    CROSS JOIN LATERAL (SELECT max(first.at) AS at, count(*) AS many FROM (SELECT min(a.at) AS at FROM competition_crossingapproval a
      WHERE a.crossing_id = c.id GROUP BY a.account_id ORDER BY 1 LIMIT 2) first) a
    WHERE c.round_id = competition AND a.many = 2 AND a.at < competition_crossings.until AND competition_may_certify(competition) ORDER BY a.at
$$;
CREATE OR REPLACE FUNCTION competition_examined(competition uuid, until timestamptz)
RETURNS TABLE (published timestamptz, bids bigint, hats bigint, keys bigint, lines bigint, unsealed bigint, jobs bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.at, CASE WHEN r.closes_at <= clock_timestamp() THEN (SELECT count(*) FROM competition_bid b WHERE b.round_id = r.id) END,
    CASE WHEN r.closes_at <= clock_timestamp() THEN (SELECT count(*) FROM competition_hat h WHERE h.round_id = r.id) END,
    (SELECT count(*) FROM competition_openerkey k WHERE k.round_id = r.id),
    (SELECT count(*) FROM audit_lines() e WHERE e.at >= r.at AND e.at < until),
    (SELECT count(*) FROM audit_lines() e WHERE e.at >= r.at AND e.at < until AND NOT EXISTS (SELECT 1 FROM audit_sealed() s WHERE s.line_id = e.id)),
    (SELECT count(*) FROM procrastinate_jobs)
    FROM competition_round r WHERE r.id = competition AND competition_may_certify(competition)
$$;

REVOKE ALL ON FUNCTION competition_may_certify(uuid), competition_words(uuid), competition_open_ways(uuid, text[], text[], text[], text[]),
  competition_crossed(uuid, timestamptz), competition_crossings(uuid, timestamptz), competition_examined(uuid, timestamptz)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION competition_open_ways(uuid, text[], text[], text[], text[]), competition_crossed(uuid, timestamptz),
  competition_crossings(uuid, timestamptz), competition_examined(uuid, timestamptz) TO throughcare_web;
