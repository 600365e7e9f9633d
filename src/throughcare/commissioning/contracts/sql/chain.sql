-- The organisations that were told to have had work done by a subcontractor of a name since a day, as the supply chain of agreements
-- says: for definers alone.
CREATE OR REPLACE FUNCTION contracts_had_work_from(called text, since date) RETURNS TABLE (provider uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT access_organisation_of(a.provider_unit) FROM contracts_chaintold t JOIN contracts_agreement a ON a.id = t.agreement_id
    WHERE t.invoiced_on >= since
      AND lower(btrim(regexp_replace(t.subcontractor, '\s+', ' ', 'g'))) = lower(btrim(regexp_replace(called, '\s+', ' ', 'g')))
$$;
REVOKE ALL ON FUNCTION contracts_had_work_from(text, date) FROM PUBLIC, throughcare_web, throughcare_worker;
