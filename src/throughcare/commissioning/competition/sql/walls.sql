-- The ethical wall of a competition: asked by policies, as the owner, of hats, teams and crossings that the viewer may not see.

-- Whether an account is on the side that bids: it belongs to a team that sent a bid, or wears a bidder's hat.
CREATE OR REPLACE FUNCTION competition_bids_for(competition uuid, account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM competition_bid b WHERE b.round_id = competition AND access_belongs(account, b.unit_id))
    OR EXISTS (SELECT 1 FROM competition_hat h WHERE h.round_id = competition AND h.account_id = account AND h.hat = 'bidder')
$$;

-- Whether a member may wear a hat: it is of the account that the row says; a bidder's account does not belong to the team that buys;
-- every other is a membership of that team, of somebody who belongs to no team that bids; and those open who were named to.
CREATE OR REPLACE FUNCTION competition_may_wear(competition uuid, wearer uuid, of_account uuid, worn text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT access_is_of(wearer, of_account) AND CASE WHEN worn = 'bidder' THEN NOT access_belongs(of_account, r.unit_id)
      ELSE access_wears_now(wearer, r.unit_id) AND NOT competition_bids_for(r.id, of_account)
        AND (worn <> 'opener' OR wearer IN (r.opener_one, r.opener_two)) END
    FROM competition_round r WHERE r.id = competition), false)
$$;

-- Whether the viewer, under all their hats and memberships, stands on one side of a competition alone.
CREATE OR REPLACE FUNCTION competition_apart(competition uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT NOT EXISTS (SELECT 1 FROM competition_hat h WHERE h.round_id = r.id
        AND h.account_id = access_my_account() AND (h.hat = 'bidder') = s.buys)
      AND CASE WHEN s.buys THEN NOT EXISTS (SELECT 1 FROM competition_bid b WHERE b.round_id = r.id
          AND access_belongs(access_my_account(), b.unit_id))
        ELSE NOT coalesce(access_belongs(access_my_account(), r.unit_id), false) END
      AND NOT EXISTS (SELECT 1 FROM competition_interestresolved i WHERE i.round_id = r.id AND i.how = 'recused'
        AND access_same_somebody(i.holder_id, app_member()))
    FROM competition_round r CROSS JOIN LATERAL (SELECT r.unit_id = app_unit() OR EXISTS (SELECT 1 FROM competition_hat h
        WHERE h.round_id = r.id AND h.member_id = app_member() AND h.hat <> 'bidder') AS buys) s
    WHERE r.id = competition), false)
$$;

-- Whether the viewer crosses the wall of a competition now: two people approved what they asked, and it has not ended.
CREATE OR REPLACE FUNCTION competition_crosses(competition uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM competition_crossing c WHERE c.round_id = competition AND c.member_id = app_member()
    AND c.at <= app_at() AND c.until > app_at()
    AND (SELECT count(DISTINCT a.account_id) FROM competition_crossingapproval a
      WHERE a.crossing_id = c.id AND a.at <= app_at()) >= 2)
$$;

-- Whether the viewer may judge who crosses: they are of the team that buys, or inspect.
CREATE OR REPLACE FUNCTION competition_may_judge(competition uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT may(APPROVE_CROSSING) AND (r.unit_id = app_unit() OR app_role() = 'inspector')
    FROM competition_round r WHERE r.id = competition), false)
$$;

-- Whether the viewer may approve a crossing: in their own account's name; they are not who crosses, under any hat, and stand on no
-- side that bids.
CREATE OR REPLACE FUNCTION competition_may_approve(crossing uuid, as_account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(as_account = access_my_account() AND (SELECT NOT access_same_somebody(c.member_id, app_member())
      AND c.until > app_at() AND competition_may_judge(c.round_id) AND competition_apart(c.round_id)
      AND NOT competition_bids_for(c.round_id, as_account) FROM competition_crossing c WHERE c.id = crossing), false)
$$;

-- Interests of the buyer's side in those whose bid stands, told to the team that buys once the competition has closed: what was
-- declared; who belonged to a body that bids since an instant, or to one that had work from it as a subcontractor; who may sit on its
-- board. A body that buys is walled within, and is nobody's interest. In this language, for agreements are made after competitions are.
CREATE OR REPLACE FUNCTION competition_interests(competition uuid, employed_since timestamptz)
RETURNS TABLE (member_id uuid, organisation_id uuid, kind text, said text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY WITH r AS (SELECT * FROM competition_round r WHERE r.id = competition AND r.unit_id = app_unit() AND r.closes_at <= app_at()),
    last AS (SELECT DISTINCT ON (b.unit_id) b.unit_id, b.content FROM competition_bid b JOIN r ON r.id = b.round_id
      ORDER BY b.unit_id, b.at DESC, b.id DESC),
    body AS (SELECT DISTINCT access_organisation_of(l.unit_id) AS id FROM last l, r
      WHERE l.content IS NOT NULL AND access_organisation_of(l.unit_id) <> access_organisation_of(r.unit_id)),
    ours AS (SELECT h.member_id, h.account_id, access_organisation_of(r.unit_id) AS of_body FROM competition_hat h
      JOIN r ON r.id = h.round_id WHERE h.hat <> 'bidder')
  SELECT i.member_id, i.organisation_id, i.kind::text, i.said::text FROM competition_interest i JOIN r ON r.id = i.round_id
    JOIN body ON body.id = i.organisation_id
  UNION SELECT o.member_id, body.id, 'employer', 'Belonged to it, as its memberships say' FROM ours o CROSS JOIN body
    WHERE access_worked_in(o.account_id, body.id, employed_since)
  UNION SELECT o.member_id, body.id, 'trustee', 'May sit on its board: somebody of the same name does, as its passport says'
    FROM ours o CROSS JOIN body WHERE providers_may_sit(body.id, access_called(o.member_id))
  UNION SELECT o.member_id, body.id, 'contract', 'Belonged to a body that had work from it as a subcontractor, as the supply chain says'
    FROM ours o CROSS JOIN body CROSS JOIN LATERAL contracts_had_work_from(providers_called(body.id), employed_since::date) c
    WHERE c.provider <> o.of_body AND access_worked_in(o.account_id, c.provider, employed_since);
END
$$;
REVOKE ALL ON FUNCTION competition_interests(uuid, timestamptz) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION competition_interests(uuid, timestamptz) TO throughcare_web, throughcare_worker;

REVOKE ALL ON FUNCTION competition_bids_for(uuid, uuid), competition_may_wear(uuid, uuid, uuid, text), competition_apart(uuid), competition_crosses(uuid),
  competition_may_judge(uuid), competition_may_approve(uuid, uuid) FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION competition_may_wear(uuid, uuid, uuid, text), competition_apart(uuid), competition_crosses(uuid),
  competition_may_judge(uuid), competition_may_approve(uuid, uuid) TO throughcare_web, throughcare_worker;
