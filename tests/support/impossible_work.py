"""What cannot be in the work around a sentence: failures to comply, recalls, release with its licence, and services."""

from __future__ import annotations

from support.impossible_kind import INSIDE, Impossible

_CUSTODIAL = "('custody', 'extended sentence', 'life sentence', 'detention in a young offender institution')"
_NOON = """(s."on"::timestamp + interval '12 hours')"""
_OPEN_FAILURE = "f.ended_at IS NULL"


def _one(table: str, where: str = "true") -> str:
    """The first row of a table, by its id."""
    return f"(SELECT id FROM {table} WHERE {where} ORDER BY id LIMIT 1)"


ENFORCEMENT = (
    Impossible(
        "a failure to comply on another day than what was missed, or noted before it",
        """SELECT f.id FROM enforcement_failure f JOIN supervision_contact c ON c.id = f.contact_id
           WHERE f.failed_on <> (c.happened_at AT TIME ZONE 'Europe/London')::date OR f.noted_at < c.happened_at
           OR f.person_id <> c.person_id""",
        f"UPDATE enforcement_failure SET failed_on = failed_on - 1 WHERE id = {_one('enforcement_failure')}",
    ),
    Impossible(
        "a failure to come to the office of somebody who was in custody",
        f"""SELECT f.id FROM enforcement_failure f JOIN supervision_contact c ON c.id = f.contact_id
            WHERE {INSIDE.format(who="f.person_id", at="c.happened_at")}""",
        """UPDATE supervision_movement SET moved_at = '2020-01-06 10:00Z', at = '2020-01-06 10:00Z',
             kind = 'received into custody', person_id = (SELECT person_id FROM enforcement_failure
               WHERE person_id NOT IN (SELECT person_id FROM supervision_movement) ORDER BY id LIMIT 1)
           WHERE id = (SELECT id FROM supervision_movement ORDER BY id LIMIT 1)""",
    ),
    Impossible(
        "a failure to comply with nothing: no order and no licence ran that day",
        """SELECT f.id FROM enforcement_failure f WHERE NOT EXISTS (SELECT FROM courts_sentence s
           WHERE s.person_id = f.person_id AND f.failed_on BETWEEN s.imposed_on
           AND coalesce(s.ended_on, s.ends_on, 'infinity'))""",
        f"""UPDATE courts_sentence SET imposed_on = %(today)s, begins_on = %(today)s, ends_on = NULL WHERE person_id =
            (SELECT person_id FROM enforcement_failure WHERE id = {_one("enforcement_failure")})""",
    ),
    Impossible(
        "a failure still open in a case that is closed",
        f"""SELECT f.id FROM enforcement_failure f JOIN supervision_case c ON c.id = f.case_id
            WHERE {_OPEN_FAILURE} AND c.closed_at IS NOT NULL""",
        "UPDATE supervision_case SET closed_at = %(now)s WHERE id IN (SELECT case_id FROM enforcement_failure)",
    ),
    Impossible(
        "a move of a failure before what was missed, after today, or out of its order",
        """SELECT id FROM (SELECT s.id, s."on", s.at, f.failed_on, lag(s.at) OVER (PARTITION BY failure_id ORDER BY s.number) AS before
           FROM enforcement_failurestep s JOIN enforcement_failure f ON f.id = s.failure_id) m
           WHERE "on" < failed_on OR "on" > %(today)s OR at > %(now)s OR at < before""",
        f"""UPDATE enforcement_failurestep SET "on" = "on" - 90 WHERE id = {_one("enforcement_failurestep")}""",
    ),
    Impossible(
        "a warning that is sent, with no letter delivered",
        """SELECT s.id FROM enforcement_failurestep s WHERE s.move = 'warning sent' AND NOT EXISTS (SELECT
           FROM enforcement_paper p JOIN enforcement_paperstep d ON d.paper_id = p.id
           WHERE p.failure_id = s.failure_id AND d.deed = 'delivered' AND p.kind LIKE '%%letter%%')""",
        "UPDATE enforcement_paper SET kind = 'breach report' WHERE kind LIKE '%%letter%%' AND number = 1",
    ),
    Impossible(
        "a paper signed before anybody looked it over or by whoever did, or sent before it was signed",
        """SELECT a.id FROM enforcement_paperstep a LEFT JOIN enforcement_paperstep b ON b.paper_id = a.paper_id
           AND b.deed = CASE a.deed WHEN 'signed' THEN 'reviewed' ELSE 'signed' END
           WHERE a.deed IN ('signed', 'delivered') AND (b.id IS NULL OR b.at > a.at
           OR a.deed = 'signed' AND b.member_id = a.member_id)""",
        "UPDATE enforcement_paperstep SET at = at + interval '3 days' WHERE deed = 'reviewed'",
    ),
    Impossible(
        "a breach before the court of an order that the person never had",
        """SELECT f.id FROM enforcement_failure f WHERE f.sentence_id IS NOT NULL AND NOT EXISTS
           (SELECT FROM courts_sentence s WHERE s.id = f.sentence_id AND s.person_id = f.person_id)""",
        """UPDATE enforcement_failure f SET sentence_id = (SELECT s.id FROM courts_sentence s
           WHERE s.person_id <> f.person_id ORDER BY s.id LIMIT 1) WHERE sentence_id IS NOT NULL""",
    ),
)

RECALL = (
    Impossible(
        "a recall of somebody with no sentence of custody",
        f"""SELECT r.id FROM recall_recall r WHERE NOT EXISTS (SELECT FROM courts_sentence s
            WHERE s.person_id = r.person_id AND s.kind IN {_CUSTODIAL})""",
        "UPDATE courts_sentence SET kind = 'community order' WHERE person_id IN (SELECT person_id FROM recall_recall)",
    ),
    Impossible(
        "a recall decided before it was asked for, a licence revoked before that, or a return before it was revoked",
        """SELECT id FROM recall_recall WHERE decided_at < opened_at OR revoked_on < opened_at::date
           OR returned_on < revoked_on OR release_on < returned_on OR since > %(now)s""",
        f"UPDATE recall_recall SET since = %(now)s::timestamptz + interval '1 day' WHERE id = {_one('recall_recall')}",
    ),
    Impossible(
        "somebody unlawfully at large by the recall, and in prison by the last movement",
        f"""SELECT r.id FROM recall_recall r WHERE r.state = 'unlawfully at large'
            AND {INSIDE.format(who="r.person_id", at="%(now)s")}""",
        """UPDATE supervision_movement SET kind = 'received into custody'
           WHERE person_id IN (SELECT person_id FROM recall_recall WHERE state = 'unlawfully at large')""",
    ),
    Impossible(
        "a recall still open in a case that is closed",
        """SELECT r.id FROM recall_recall r JOIN supervision_case c ON c.id = r.case_id
           WHERE r.ended_at IS NULL AND c.closed_at IS NOT NULL""",
        "UPDATE supervision_case SET closed_at = %(now)s WHERE id IN (SELECT case_id FROM recall_recall WHERE ended_at IS NULL)",
    ),
)

_LAST_FIGURE = (
    """(SELECT DISTINCT ON (case_id, kind) * FROM release_figure ORDER BY case_id, kind, number DESC)"""
)

RELEASE = (
    Impossible(
        "somebody still inside after the day on which they are to be released, and not recalled",
        f"""SELECT g.id FROM {_LAST_FIGURE} g JOIN supervision_case c ON c.id = g.case_id WHERE c.closed_at IS NULL
            AND g.kind IN ('conditional release', 'automatic release') AND g."on" < %(today)s
            AND {INSIDE.format(who="g.person_id", at="%(now)s")}
            AND NOT EXISTS (SELECT FROM recall_recall r WHERE r.person_id = g.person_id)""",
        """UPDATE release_figure SET "on" = %(today)s::date - 2 WHERE kind = 'conditional release'""",
    ),
    Impossible(
        "a day of release before the sentence, or a day given before it was or to come",
        """SELECT g.id FROM release_figure g WHERE g.given_on > %(today)s OR NOT EXISTS (SELECT FROM courts_sentence s
           WHERE s.person_id = g.person_id AND s.imposed_on <= g."on")""",
        f"UPDATE release_figure SET given_on = %(today)s::date + 3 WHERE id = {_one('release_figure')}",
    ),
    Impossible(
        "a licence of somebody with no sentence of custody",
        f"""SELECT l.id FROM release_licence l WHERE NOT EXISTS (SELECT FROM courts_sentence s
            WHERE s.person_id = l.person_id AND s.kind IN {_CUSTODIAL})""",
        "UPDATE courts_sentence SET kind = 'community order' WHERE person_id IN (SELECT person_id FROM release_licence)",
    ),
    Impossible(
        "a licence approved by whoever sent it for approval, or a move of it out of order or to come",
        """SELECT a.id FROM release_licencestep a LEFT JOIN release_licencestep b ON b.licence_id = a.licence_id
           AND b.number = a.number - 1 WHERE a.at > %(now)s OR b.at > a.at
           OR a.move = 'approve' AND (b.id IS NULL OR b.member_id = a.member_id)""",
        "UPDATE release_licencestep SET move = 'approve'",
    ),
    Impossible(
        "a need at the gate of somebody who was never inside, or help due before it was known to be needed",
        """SELECT n.id FROM release_needsaid n WHERE n.due < n.at::date
           OR NOT EXISTS (SELECT FROM supervision_movement m WHERE m.person_id = n.person_id)""",
        "DELETE FROM supervision_movement WHERE person_id IN (SELECT person_id FROM release_needsaid)",
    ),
)

INTERVENTIONS = (
    Impossible(
        "a man sent to a service for women alone, or a woman to one for men",
        """SELECT r.id FROM interventions_referral r JOIN interventions_service s ON s.id = r.service_id
           JOIN people_person p ON p.id = r.person_id WHERE p.sex = 'M' AND s.takes_men = false
           OR p.sex = 'F' AND s.takes_women = false""",
        """UPDATE interventions_service SET takes_men = false, takes_women = true WHERE id IN (SELECT r.service_id
           FROM interventions_referral r JOIN people_person p ON p.id = r.person_id WHERE p.sex = 'M')""",
    ),
    Impossible(
        "somebody sent to a service that was not on offer that day",
        """SELECT r.id FROM interventions_referral r JOIN interventions_service s ON s.id = r.service_id
           WHERE NOT s.offered @> r.sent_at::date""",
        """UPDATE interventions_service SET offered = daterange(%(today)s::date + 1, NULL)
           WHERE id IN (SELECT service_id FROM interventions_referral)""",
    ),
    Impossible(
        "a referral answered before it was sent, or over before it was answered",
        """SELECT id FROM interventions_referral WHERE answered_at < sent_at OR ended_at < coalesce(answered_at, sent_at)
           OR greatest(sent_at, answered_at, ended_at) > %(now)s""",
        """UPDATE interventions_referral SET answered_at = sent_at - interval '1 hour'
           WHERE id = (SELECT id FROM interventions_referral WHERE answered_at IS NOT NULL LIMIT 1)""",
    ),
    Impossible(
        "a referral still open in a case that is closed",
        """SELECT r.id FROM interventions_referral r JOIN supervision_case c ON c.id = r.case_id
           WHERE r.ended_at IS NULL AND c.closed_at IS NOT NULL""",
        "UPDATE supervision_case SET closed_at = %(now)s WHERE id IN (SELECT case_id FROM interventions_referral WHERE ended_at IS NULL)",
    ),
    Impossible(
        "a referral worked on by somebody of another team than the one it was sent to",
        """SELECT r.id FROM interventions_referral r WHERE r.worker IS NOT NULL AND NOT EXISTS (SELECT
           FROM access_membership m WHERE m.id = r.worker AND m.unit_id = r.to_unit)""",
        "UPDATE interventions_referral SET to_unit = from_unit WHERE worker IS NOT NULL",
    ),
    Impossible(
        "a session on a day to come, before the referral was sent, or with nobody's plan agreed",
        """SELECT s.id FROM interventions_referralstep s JOIN interventions_referral r ON r.id = s.referral_id
           WHERE s.kind = 'session recorded' AND (s."on" > %(today)s OR s."on" < r.sent_at::date OR NOT EXISTS (SELECT
           FROM interventions_referralstep p WHERE p.referral_id = r.id AND p.kind = 'plan approved' AND p.at < s.at))""",
        """DELETE FROM interventions_referralstep WHERE kind = 'plan approved'""",
    ),
    Impossible(
        "a session that was come to by somebody in custody",
        f"""SELECT s.id FROM interventions_referralstep s WHERE s.kind = 'session recorded'
            AND s.reason IN ('attended', 'attended late', 'attended, did not comply')
            AND {INSIDE.format(who="s.person_id", at=_NOON)}""",
        """UPDATE supervision_movement SET moved_at = '2020-01-06 10:00Z', at = '2020-01-06 10:00Z',
             kind = 'received into custody', person_id = (SELECT person_id FROM interventions_referralstep
               WHERE kind = 'session recorded' AND reason = 'attended'
               AND person_id NOT IN (SELECT person_id FROM supervision_movement) ORDER BY id LIMIT 1)
           WHERE id = (SELECT id FROM supervision_movement ORDER BY id LIMIT 1)""",
    ),
)
