-- Whether what a competition awarded may be signed now, whoever asks: the award was published and its standstill is over in London,
-- it was not called off, and no challenge holds it, of whichever bidder.
CREATE OR REPLACE FUNCTION competition_may_be_signed(competition uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM competition_decision d WHERE d.round_id = competition AND d.award -> 'awarded' = 'true'::jsonb)
    AND NOT EXISTS (SELECT 1 FROM competition_calledoff o WHERE o.round_id = competition)
    AND EXISTS (SELECT 1 FROM competition_notice n WHERE n.round_id = competition AND n.kind = 'contract award'
      AND n.sign_from <= (app_at() AT TIME ZONE 'Europe/London')::date)
    AND NOT EXISTS (SELECT 1 FROM competition_challenge c WHERE c.round_id = competition AND NOT EXISTS
      (SELECT 1 FROM competition_challengeended e WHERE e.challenge_id = c.id AND e.way <> 'decided: the award does not stand'))
$$;

REVOKE ALL ON FUNCTION competition_may_be_signed(uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION competition_may_be_signed(uuid) TO throughcare_web, throughcare_worker;
