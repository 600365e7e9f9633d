"""What rows that say who answers, who holds and who sees must fulfil, in SQL: by them the walls of the tables of a case are made."""

from __future__ import annotations

from throughcare.foundation.access.walls import holds
from throughcare.foundation.kernel import Permission

from ..rules.transfers import longest_sight_after_closing

BY_THE_SERVICE = f"{holds(Permission.MOVE_CASES)} AND (SELECT access_is_the_service())"
MINE = "((SELECT app_units())::uuid[])"
# To see a person is no ground for going on seeing them: whoever writes what lets a team see says neither who answers for the
# case nor under whose agreement another body's team sees it. The team that answers does, and what it wrote before.
_ANSWERED_FOR = """FROM supervision_responsibility r, supervision_case k, access_unit u
    WHERE r.case_id = THIS_TABLE.case_id AND upper_inf(r.during) AND k.id = r.case_id AND k.closed_at IS NULL
      AND k.person_id = THIS_TABLE.person_id AND r.person_id = THIS_TABLE.person_id"""
OFFERED_TRULY = f"""(THIS_TABLE.state = 'offered' AND {holds(Permission.OFFER_TRANSFER)} AND EXISTS (SELECT 1 {_ANSWERED_FOR}
      AND u.id = THIS_TABLE.to_unit AND r.unit_id = THIS_TABLE.from_unit AND r.unit_id = ANY ({MINE})
      AND THIS_TABLE.shared_by IS NOT DISTINCT FROM nullif(r.organisation_id, u.organisation_id)))"""
ANSWERED_TRULY = f"""(THIS_TABLE.state = 'offered' OR ((THIS_TABLE.state <> 'accepted' OR current_user = 'throughcare_worker'
        OR ({holds(Permission.ANSWER_TRANSFER)} AND THIS_TABLE.to_unit = ANY ({MINE})))
      AND THIS_TABLE.answered_at <= (SELECT app_at()) AND NOT upper_inf(THIS_TABLE.sight)
      AND coalesce(upper(THIS_TABLE.sight) <= THIS_TABLE.answered_at OR (THIS_TABLE.kind = 'temporary'
        AND THIS_TABLE.state = 'accepted'
        AND upper(THIS_TABLE.sight) <= (THIS_TABLE.until + 1)::timestamp AT TIME ZONE 'Europe/London'), true)))"""
APPOINTED_TRULY = f"""({holds(Permission.APPOINT_HOLDER)} AND lower(THIS_TABLE.during) = (SELECT app_at()) AND EXISTS (
    SELECT 1 {_ANSWERED_FOR} AND u.id = THIS_TABLE.unit_id AND u.organisation_id = THIS_TABLE.organisation_id
      AND THIS_TABLE.shared_by IS NOT DISTINCT FROM nullif(r.organisation_id, u.organisation_id)
      AND (r.unit_id = ANY ({MINE}) OR (r.organisation_id <> (SELECT app_organisation()) AND u.id = ANY ({MINE})))))"""
TAKEN_TRULY = f"""(current_user = 'throughcare_worker' OR ({BY_THE_SERVICE}) OR ({holds(Permission.ANSWER_TRANSFER)}
    AND lower(THIS_TABLE.during) = (SELECT app_at()) AND EXISTS (SELECT 1 FROM supervision_transfer o
      WHERE o.case_id = THIS_TABLE.case_id AND o.person_id = THIS_TABLE.person_id AND o.state = 'offered'
        AND o.to_unit = THIS_TABLE.unit_id AND o.to_unit = ANY ({MINE}))))"""
RUNS = "upper_inf(THIS_TABLE.during)"
# Whoever works on cases changes them and who holds what in them; whoever merely sees the person does not.
WORKS = f"""(current_user = 'throughcare_worker' OR {holds(Permission.RECORD_ON_TIMELINE)}
    OR {holds(Permission.APPOINT_HOLDER)})"""
# A case says of who answers for it what its responsibility says, which is taken by whom it was offered to, or by a job.
AS_ANSWERED = """EXISTS (SELECT 1 FROM supervision_responsibility r WHERE r.case_id = THIS_TABLE.id
    AND r.person_id = THIS_TABLE.person_id AND r.unit_id = THIS_TABLE.unit_id AND r.organisation_id = THIS_TABLE.organisation_id
    AND CASE WHEN THIS_TABLE.closed_at IS NULL THEN upper_inf(r.during)
      ELSE NOT upper_inf(r.during) AND coalesce(upper(r.during) = THIS_TABLE.closed_at, true) END)"""
# A responsibility is ended by the team it is, which may close the case, or by the one that the case is offered to.
MAY_END = f"""(current_user = 'throughcare_worker' OR ({BY_THE_SERVICE})
    OR ({holds(Permission.CLOSE_CASE)} AND THIS_TABLE.unit_id = ANY ({MINE}))
    OR ({holds(Permission.ANSWER_TRANSFER)} AND EXISTS (SELECT 1 FROM supervision_transfer o WHERE o.case_id = THIS_TABLE.case_id
      AND o.person_id = THIS_TABLE.person_id AND o.state = 'offered' AND o.to_unit = ANY ({MINE}))))"""
# While it runs its sight runs with it; ended, it is read for as long as policy lets a closed case be read, and no longer.
_READ_AFTER = longest_sight_after_closing().days
SEES_NO_LONGER = f"""CASE WHEN upper_inf(THIS_TABLE.during) THEN upper_inf(THIS_TABLE.sight)
    ELSE NOT upper_inf(THIS_TABLE.sight)
      AND coalesce(upper(THIS_TABLE.sight) <= upper(THIS_TABLE.during) + interval '{_READ_AFTER} days', true) END"""
OF_ITS_CASE = """EXISTS (SELECT 1 FROM supervision_case k WHERE k.id = THIS_TABLE.case_id AND k.person_id = THIS_TABLE.person_id
    AND k.unit_id = THIS_TABLE.unit_id)"""
# What has begun ends no later than it is now, so that nothing that ends by itself outlives what would have ended it.
RUNS_OR_HAS_ENDED = (
    "coalesce(upper_inf(THIS_TABLE.during) OR upper(THIS_TABLE.during) <= (SELECT app_at()), true)"
)
