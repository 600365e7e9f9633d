-- Whether the viewer's team is named to take everything over: by what the buyer's team rehearsed, proposed or did last.
CREATE OR REPLACE FUNCTION contracts_takes_over(agreed uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT named.to_unit = app_unit() FROM (
      SELECT p.to_unit, p.at, p.id FROM contracts_proposal p WHERE p.agreement_id = agreed AND p.kind = 'hand-over'
      UNION ALL SELECT h.to_unit, h.at, h.id FROM contracts_handover h WHERE h.agreement_id = agreed) named
    ORDER BY named.at DESC, named.id DESC LIMIT 1), false)
$$;

-- When staff were told of under each of these agreements, first and last, how many posts there are now and their hours: for whoever looks at
-- agreements in a team of a side, or in the one named to take over. Nothing of any one post.
CREATE OR REPLACE FUNCTION contracts_staff_told(agreed uuid[])
RETURNS TABLE (agreement uuid, first_at timestamptz, last_at timestamptz, posts integer, hours numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT ON (t.agreement_id) t.agreement_id, min(t.at) OVER (PARTITION BY t.agreement_id), t.at, t.count, t.hours
  FROM contracts_stafftold t JOIN contracts_agreement a ON a.id = t.agreement_id
  WHERE t.agreement_id = ANY (agreed) AND may(LOOK_AT_AGREEMENTS)
    AND (app_unit() IN (a.buyer_unit, a.provider_unit) OR contracts_takes_over(a.id))
  ORDER BY t.agreement_id, t.at DESC, t.id DESC
$$;

REVOKE ALL ON FUNCTION contracts_takes_over(uuid), contracts_staff_told(uuid[]) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION contracts_takes_over(uuid), contracts_staff_told(uuid[]) TO throughcare_web, throughcare_worker;
