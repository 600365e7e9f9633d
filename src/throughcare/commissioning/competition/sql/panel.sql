-- Whether somebody may join a panel: another person than each who is or was on it, under whatever hat, and as an evaluator only
-- while somebody has still to hand in. Whoever does not buy learns nothing. A definer's, for a policy cannot ask its own table.
CREATE OR REPLACE FUNCTION competition_may_join(of_round uuid, member uuid, takes text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH standing AS (
    SELECT p.who FROM competition_panelmember p WHERE p.round_id = of_round AND p.part = 'evaluator'
      AND NOT EXISTS (SELECT 1 FROM competition_stooddown d WHERE d.round_id = of_round AND d.who = p.who)
  )
  SELECT EXISTS (SELECT 1 FROM competition_round r WHERE r.id = of_round AND r.unit_id = (SELECT app_unit()))
    AND NOT EXISTS (SELECT 1 FROM competition_panelmember p WHERE p.round_id = of_round AND access_same_somebody(p.who, member))
    AND (takes <> 'evaluator' OR NOT EXISTS (SELECT 1 FROM standing) OR EXISTS (SELECT 1 FROM standing s WHERE NOT EXISTS
      (SELECT 1 FROM competition_handedin h WHERE h.round_id = of_round AND h.member_id = s.who)))
$$;

REVOKE ALL ON FUNCTION competition_may_join(uuid, uuid, text) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION competition_may_join(uuid, uuid, text) TO throughcare_web, throughcare_worker;
