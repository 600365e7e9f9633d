-- What the policies of agreements ask: each reads this context's own tables, whoever asks, and answers yes or no alone.

-- Whether somebody may sign an edition for a side: their team is that side, it is open, a standstill is over in London, no
-- challenge holds the award that its first terms came from, and nobody signs under two hats.
CREATE OR REPLACE FUNCTION contracts_may_sign(edition uuid, of_side text, of_unit uuid, signer uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
      SELECT 1 FROM contracts_terms t JOIN contracts_agreement a ON a.id = t.agreement_id
      WHERE t.id = edition AND of_unit = CASE of_side WHEN 'buyer' THEN a.buyer_unit WHEN 'provider' THEN a.provider_unit END
        AND coalesce(a.sign_from <= (app_at() AT TIME ZONE 'Europe/London')::date, true)
        AND (a.competition_id IS NULL OR t.number > 1 OR competition_may_be_signed(a.competition_id)))
    AND NOT EXISTS (SELECT 1 FROM contracts_answer n WHERE n.terms_id = edition)
    AND NOT EXISTS (SELECT 1 FROM contracts_signature s WHERE s.terms_id = edition AND access_same_somebody(s.member_id, signer))
$$;

-- Whether a team may answer an edition so: the side that offered takes back, the other turns down, and it is not agreed yet.
CREATE OR REPLACE FUNCTION contracts_may_answer(edition uuid, given text, of_unit uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
      SELECT 1 FROM contracts_terms t JOIN contracts_agreement a ON a.id = t.agreement_id
      WHERE t.id = edition AND of_unit IN (a.buyer_unit, a.provider_unit) AND (given = 'take back') = (of_unit = t.unit_id))
    AND (SELECT count(*) FROM contracts_signature s WHERE s.terms_id = edition) < 4
$$;

REVOKE ALL ON FUNCTION contracts_may_sign(uuid, text, uuid, uuid), contracts_may_answer(uuid, text, uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION contracts_may_sign(uuid, text, uuid, uuid), contracts_may_answer(uuid, text, uuid)
  TO throughcare_web, throughcare_worker;
