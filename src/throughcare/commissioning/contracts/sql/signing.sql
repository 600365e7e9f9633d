-- What the policies of agreements ask: each reads this context's own tables, whoever asks, and answers yes or no alone.

-- Whether somebody may sign an edition for a side: their team is that side, it is open, a standstill is over in London, no
-- challenge holds the award that its first terms came from, and nobody signs under two hats.
CREATE OR REPLACE FUNCTION contracts_may_sign(edition uuid, of_side text, of_unit uuid, signer uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
      SELECT 1 FROM contracts_terms t JOIN contracts_agreement a ON a.id = t.agreement_id
      WHERE t.id = edition AND of_unit = CASE of_side WHEN 'buyer' THEN a.buyer_unit WHEN 'provider' THEN a.provider_unit END
        AND coalesce(a.sign_from <= (app_at() AT TIME ZONE 'Europe/London')::date, true)
        AND (a.competition_id IS NULL OR t.builds_on IS NOT NULL OR competition_may_be_signed(a.competition_id)))
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

-- Whether first terms may be offered on an agreement: by its buyer's team, while none are agreed or open. A change builds on others.
CREATE OR REPLACE FUNCTION contracts_may_offer(agreed uuid, builds smallint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT builds IS NOT NULL OR (EXISTS (SELECT 1 FROM contracts_agreement a WHERE a.id = agreed AND a.buyer_unit = app_unit())
    AND NOT EXISTS (SELECT 1 FROM contracts_terms t WHERE t.agreement_id = agreed
      AND NOT EXISTS (SELECT 1 FROM contracts_answer n WHERE n.terms_id = t.id)))
$$;

-- Two agreements never count one service of a team on one day: looked at when the last signature makes an edition decide, one
-- signature after another for each team, whoever signs and however.
CREATE OR REPLACE FUNCTION contracts_counts_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  mine contracts_terms;
  team uuid;
BEGIN
  IF (SELECT count(*) FROM contracts_signature s WHERE s.terms_id = NEW.terms_id) < 4 THEN
    RETURN NULL;
  END IF;
  SELECT t.* INTO mine FROM contracts_terms t WHERE t.id = NEW.terms_id;
  SELECT a.provider_unit INTO team FROM contracts_agreement a WHERE a.id = mine.agreement_id;
  PERFORM pg_advisory_xact_lock(hashtextextended('counted for ' || team, 0));
  IF EXISTS (
      SELECT 1 FROM contracts_agreement a JOIN LATERAL (
          SELECT t.starts, t.services, least(t.ends, lead(t.starts) OVER (ORDER BY t.number) - 1,
              (SELECT n.last_day FROM contracts_ending n WHERE n.agreement_id = a.id)) AS until
          FROM contracts_terms t WHERE t.agreement_id = a.id
            AND (SELECT count(*) FROM contracts_signature s WHERE s.terms_id = t.id) = 4) e ON true
      WHERE a.provider_unit = team AND a.id <> mine.agreement_id AND e.services && mine.services
        AND e.starts <= mine.ends AND e.until >= mine.starts) THEN
    RAISE EXCEPTION 'another agreement counts this' USING ERRCODE = '23514', CONSTRAINT = 'a_service_is_counted_once';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS a_service_is_counted_once ON contracts_signature;
CREATE TRIGGER a_service_is_counted_once AFTER INSERT ON contracts_signature FOR EACH ROW EXECUTE FUNCTION contracts_counts_once();

REVOKE ALL ON FUNCTION contracts_counts_once() FROM PUBLIC, throughcare_web, throughcare_worker;
REVOKE ALL ON FUNCTION contracts_may_offer(uuid, smallint), contracts_may_sign(uuid, text, uuid, uuid), contracts_may_answer(uuid, text, uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION contracts_may_offer(uuid, smallint), contracts_may_sign(uuid, text, uuid, uuid), contracts_may_answer(uuid, text, uuid)
  TO throughcare_web, throughcare_worker;
