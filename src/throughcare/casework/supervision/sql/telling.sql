-- What ended for the viewer, who may see the person no longer and would never hear of it: of themselves and the teams they lead
-- alone, of the last seven days, and of a person that they no longer see no more than initials (null where they do see them).

-- The roles of the viewer that ended and that they do not hold again: whose, which, when, why, who holds it now where the viewer
-- sees the person, and otherwise the team that answered for the case from then on.
CREATE OR REPLACE FUNCTION supervision_roles_i_lost(since timestamptz, until timestamptz, most integer)
RETURNS TABLE (person_id uuid, initials text, kind text, at timestamptz, because text, holder uuid, team text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.person_id, CASE WHEN seen.now THEN NULL ELSE coalesce(people_initials(t.person_id), '') END, t.kind::text,
      upper(t.during), t.ended_because::text,
      CASE WHEN seen.now THEN (SELECT h.member_id FROM supervision_tenure h
        WHERE h.case_id = t.case_id AND h.kind = t.kind AND upper_inf(h.during)) END,
      (SELECT access_unit_called(r.unit_id) FROM supervision_responsibility r
        WHERE r.case_id = t.case_id AND r.during @> upper(t.during) AND NOT t.person_id = ANY (app_barred()))
    FROM supervision_tenure t, LATERAL (SELECT access_may_see(t.person_id) AS now) seen
    WHERE t.member_id = app_member() AND NOT upper_inf(t.during) AND upper(t.during) <= least(until, app_at())
      AND upper(t.during) >= greatest(since, app_at() - interval '7 days')
      AND NOT EXISTS (SELECT 1 FROM supervision_tenure h WHERE h.case_id = t.case_id AND h.kind = t.kind
        AND upper_inf(h.during) AND h.member_id = t.member_id)
    ORDER BY upper(t.during) DESC, t.id LIMIT least(most, 50)
$$;

-- The roles that the viewer holds in open cases of people whom they may see no longer, for what let them has ended.
CREATE OR REPLACE FUNCTION supervision_roles_out_of_sight() RETURNS TABLE (kind text, people integer, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.kind::text, count(*)::integer, max((SELECT max(upper(g.during)) FROM access_sight() g
      WHERE g.person_id = t.person_id AND g.unit_id = t.unit_id AND upper(g.during) <= app_at()))
    FROM supervision_tenure t JOIN supervision_case k ON k.id = t.case_id AND k.closed_at IS NULL
    WHERE t.member_id = app_member() AND upper_inf(t.during) AND NOT access_may_see(t.person_id)
      AND (NOT t.person_id = ANY (app_barred()) OR access_restricted(t.person_id, app_at()))
    GROUP BY t.kind ORDER BY t.kind
$$;

-- What became, at another's hands, of the transfers that the viewer offered or that a team they lead offered or took for a time.
CREATE OR REPLACE FUNCTION supervision_offers_settled(since timestamptz, until timestamptz, most integer)
RETURNS TABLE (transfer_id uuid, person_id uuid, initials text, state text, team text, at timestamptz, answer text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.id, o.person_id,
      CASE WHEN access_may_see(o.person_id) THEN NULL ELSE coalesce(people_initials(o.person_id), '') END, o.state::text,
      access_unit_called(CASE WHEN o.from_unit = ANY (app_units()) OR o.offered_by = app_member() THEN o.to_unit ELSE o.from_unit END),
      o.answered_at, CASE WHEN o.from_unit = ANY (app_units()) OR o.offered_by = app_member() THEN o.answer::text ELSE '' END
    FROM supervision_transfer o
    WHERE o.answered_at >= greatest(since, app_at() - interval '7 days') AND o.answered_at <= least(until, app_at())
      AND NOT o.person_id = ANY (app_barred())
      AND (o.offered_by = app_member() OR (may(ANSWER_TRANSFER) AND (o.from_unit = ANY (app_units())
        OR (o.to_unit = ANY (app_units()) AND o.state IN ('withdrawn', 'returned')))))
      AND NOT EXISTS (SELECT 1 FROM supervision_timelineentry e WHERE e.person_id = o.person_id AND e.about_id = o.id
        AND e.member_id = app_member() AND e.at = o.answered_at)
    ORDER BY o.answered_at DESC, o.id LIMIT least(most, 50)
$$;

-- How many cases left the teams that the viewer leads for which, when last and why, but by a transfer that was accepted, of which
-- those are told one by one; a case that was closed left for none.
CREATE OR REPLACE FUNCTION supervision_cases_left(since timestamptz, until timestamptz)
RETURNS TABLE (team text, because text, people integer, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT access_unit_called(n.unit_id), n.because::text, count(*)::integer, max(lower(n.during))
    FROM supervision_responsibility r JOIN supervision_responsibility n ON n.case_id = r.case_id AND lower(n.during) = upper(r.during)
    WHERE may(APPOINT_HOLDER) AND may(LOOK_AT_TEAM) AND r.unit_id = ANY (app_units()) AND NOT n.unit_id = ANY (app_units())
      AND NOT upper_inf(r.during) AND upper(r.during) <= least(until, app_at())
      AND upper(r.during) >= greatest(since, app_at() - interval '7 days') AND NOT r.person_id = ANY (app_barred())
      AND NOT EXISTS (SELECT 1 FROM supervision_transfer o WHERE o.case_id = r.case_id AND o.answered_at = upper(r.during)
        AND o.state = 'accepted')
    GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2
$$;

REVOKE ALL ON FUNCTION supervision_roles_i_lost(timestamptz, timestamptz, integer), supervision_roles_out_of_sight(),
  supervision_offers_settled(timestamptz, timestamptz, integer), supervision_cases_left(timestamptz, timestamptz) FROM PUBLIC, throughcare_worker;
GRANT EXECUTE ON FUNCTION supervision_roles_i_lost(timestamptz, timestamptz, integer), supervision_roles_out_of_sight(),
  supervision_offers_settled(timestamptz, timestamptz, integer), supervision_cases_left(timestamptz, timestamptz) TO throughcare_web;
