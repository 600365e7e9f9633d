-- What the walls of pooled budgets ask, as the owner: of partners, of votes and of money, which a policy cannot ask of its own table.

-- Whether the viewer's organisation is a partner of a pool.
CREATE OR REPLACE FUNCTION needs_is_partner(pool uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM needs_poolpartner p WHERE p.pool_id = pool AND p.organisation_id = app_organisation())
$$;

-- Whether nobody has joined a pool yet: until then whoever leads it names its partners.
CREATE OR REPLACE FUNCTION needs_nobody_joined(pool uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT 1 FROM needs_pooljoined j WHERE j.pool_id = pool)
$$;

-- Whether a line of the ledger may be written by the viewer: every partner has joined; what is paid in is the viewer's own
-- organisation's; what is spent or given back is there, in the same partner's money, and a spending was agreed by its pool's rule
-- and is not carried beyond what it asks.
CREATE OR REPLACE FUNCTION needs_may_move(pool uuid, whose uuid, moves text, amount bigint, of_spending uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH p AS (SELECT * FROM needs_pool WHERE id = pool),
    partner AS (SELECT * FROM needs_poolpartner WHERE pool_id = pool),
    line AS (SELECT * FROM needs_poolentry WHERE pool_id = pool),
    had AS (SELECT coalesce(sum(CASE WHEN l.entry = 'paid in' THEN l.pence ELSE -l.pence END), 0) AS pence FROM line l
      WHERE l.organisation_id = whose),
    vote AS (SELECT v.vote, v.organisation_id, partner.percent FROM needs_poolvote v JOIN partner USING (organisation_id)
      WHERE v.spending_id = of_spending)
  SELECT EXISTS (SELECT 1 FROM partner WHERE partner.organisation_id = whose)
    AND NOT EXISTS (SELECT 1 FROM partner WHERE NOT EXISTS (SELECT 1 FROM needs_pooljoined j
      WHERE j.pool_id = pool AND j.organisation_id = partner.organisation_id))
    AND CASE moves
      WHEN 'paid in' THEN whose = app_organisation()
      WHEN 'given back' THEN amount <= (SELECT pence FROM had) AND (SELECT p.unit_id = app_unit()
        AND (p.ends < (app_at() AT TIME ZONE 'Europe/London')::date
          OR EXISTS (SELECT 1 FROM needs_poolyear y WHERE y.pool_id = pool AND y.at = app_at())) FROM p)
      WHEN 'spent' THEN amount <= (SELECT pence FROM had)
        AND EXISTS (SELECT 1 FROM needs_poolspending s JOIN partner ON partner.organisation_id = whose
          WHERE s.id = of_spending AND s.pool_id = pool AND partner.kept_for IN ('', s.need)
            AND s.pence >= amount + coalesce((SELECT sum(l.pence) FROM line l WHERE l.spending_id = of_spending), 0))
        AND (SELECT CASE p.decided_by
          WHEN 'whoever leads' THEN EXISTS (SELECT 1 FROM vote v WHERE v.organisation_id = p.organisation_id AND v.vote = 'for')
          WHEN 'every partner' THEN (SELECT count(*) FROM vote v WHERE v.vote = 'for') = (SELECT count(*) FROM partner)
          ELSE coalesce((SELECT sum(v.percent) FROM vote v WHERE v.vote = 'for'), 0) > p.more_than END FROM p)
      ELSE false END
$$;

REVOKE ALL ON FUNCTION needs_is_partner(uuid), needs_nobody_joined(uuid), needs_may_move(uuid, uuid, text, bigint, uuid)
  FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION needs_is_partner(uuid), needs_nobody_joined(uuid), needs_may_move(uuid, uuid, text, bigint, uuid)
  TO throughcare_web, throughcare_worker;
