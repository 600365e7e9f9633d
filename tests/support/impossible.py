"""What cannot be in a service that is alive: a walk over a whole database, which names every row that could not have happened.

Each is a question in SQL that gives the ids of what is wrong; ``spoil`` is a change that makes one, so that a test can
show that the question would find it. Both are asked as the owner of the tables, for a walk is over everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql

from support.impossible_kind import INSIDE, Impossible
from support.impossible_work import ENFORCEMENT, INTERVENTIONS, RECALL, RELEASE
from throughcare.evidence.population.sentences import GRAVE

_RUNNING = "('in force', 'in breach')"
_MET = "('office visit', 'home visit')"
_CAME = "('attended', 'attended late', 'attended, did not comply')"
_ONE_ENTRY = "(SELECT id FROM supervision_contact WHERE kind = 'office visit' ORDER BY id LIMIT 1)"
_OPEN_CASE = "(SELECT id FROM supervision_case WHERE closed_at IS NULL ORDER BY id LIMIT 1)"


def _credit(what: str, requirement: str) -> Impossible:
    """Something done under a requirement that no sentence running on that day had."""
    return Impossible(
        f"{what.lower()}, of somebody with no {requirement} to do",
        f"""SELECT e.id FROM supervision_contact e WHERE e.what = '{what}' AND NOT EXISTS (
            SELECT FROM courts_requirement r JOIN courts_sentence s ON s.id = r.sentence_id
            WHERE s.person_id = e.person_id AND r.kind = '{requirement}'
            AND e.happened_at::date BETWEEN s.imposed_on AND coalesce(s.ended_on, 'infinity'))""",
        f"""UPDATE supervision_contact SET what = '{what}' WHERE id = (
            SELECT e.id FROM supervision_contact e WHERE e.kind = 'phone call' AND NOT EXISTS (
            SELECT FROM courts_requirement r WHERE r.person_id = e.person_id AND r.kind = '{requirement}') LIMIT 1)""",
    )


SENTENCES = (
    Impossible(
        "a sentence past its end, still running, for which somebody was managed",
        f"""SELECT s.id FROM courts_sentence s WHERE s.state IN {_RUNNING} AND s.ends_on < %(today)s
            AND EXISTS (SELECT FROM supervision_matter m WHERE m.about_id = s.id)""",
        """UPDATE courts_sentence SET ends_on = %(today)s::date - 1
           WHERE id IN (SELECT about_id FROM supervision_matter)""",
    ),
    Impossible(
        "a sentence that ended before it was imposed, or is yet to end and has ended",
        "SELECT id FROM courts_sentence WHERE ended_on < imposed_on OR ended_on > %(today)s",
        """UPDATE courts_sentence SET ended_on = imposed_on - 1 WHERE id =
           (SELECT id FROM courts_sentence WHERE ended_on IS NOT NULL LIMIT 1)""",
    ),
    Impossible(
        "a sentence that is complete, or its breach, with an event after its end",
        """SELECT e.id FROM courts_sentenceevent e JOIN courts_sentence s ON s.id = e.sentence_id
           WHERE e."on" > s.ended_on""",
        """UPDATE courts_sentenceevent SET "on" = s.ended_on + 3 FROM courts_sentence s
           WHERE s.id = sentence_id AND s.ended_on IS NOT NULL""",
    ),
    Impossible(
        "an extended or a life sentence for what is not grave",
        """SELECT s.id FROM courts_sentence s JOIN courts_appearanceoffence o USING (appearance_id)
           WHERE o.main AND s.kind IN ('extended sentence', 'life sentence') AND o.offence_id <> ALL(%(grave)s)""",
        """UPDATE courts_sentence SET kind = 'extended sentence' WHERE id = (SELECT s.id FROM courts_sentence s
           JOIN courts_appearanceoffence o USING (appearance_id) WHERE o.offence_id <> ALL(%(grave)s) LIMIT 1)""",
    ),
    Impossible(
        "a community order for what is grave",
        """SELECT s.id FROM courts_sentence s JOIN courts_appearanceoffence o USING (appearance_id)
           WHERE o.main AND s.kind = 'community order' AND o.offence_id = ANY(%(grave)s)""",
        """UPDATE courts_appearanceoffence SET offence_id = '005/01' WHERE main AND appearance_id =
           (SELECT appearance_id FROM courts_sentence WHERE kind = 'community order' LIMIT 1)""",
    ),
    Impossible(
        "over a year in custody, passed by magistrates",
        """SELECT s.id FROM courts_sentence s JOIN courts_appearance a ON a.id = s.appearance_id
           JOIN courts_court c ON c.code = a.court_code WHERE c.kind = 'magistrates' AND s.kind IN
           ('custody', 'extended sentence', 'life sentence', 'detention in a young offender institution')
           AND (s.ends_on IS NULL OR s.ends_on > s.imposed_on + interval '1 year')""",
        """UPDATE courts_sentence SET kind = 'life sentence', ends_on = NULL WHERE id = (SELECT s.id
           FROM courts_sentence s JOIN courts_appearance a ON a.id = s.appearance_id
           JOIN courts_court c ON c.code = a.court_code WHERE c.kind = 'magistrates' LIMIT 1)""",
    ),
    Impossible(
        "a sentence passed at a weekend",
        "SELECT id FROM courts_sentence WHERE extract(isodow FROM imposed_on) > 5",
        """UPDATE courts_sentence SET imposed_on = imposed_on - extract(isodow FROM imposed_on)::int
           WHERE id = (SELECT id FROM courts_sentence LIMIT 1)""",
    ),
    Impossible(
        "a report still to send on a matter since sentenced, or asked for long ago",
        """SELECT r.id FROM courts_reportrequest r JOIN courts_appearance a ON a.id = r.appearance_id
           WHERE r.state IN ('requested', 'writing') AND (r.due_on < %(today)s::date - 14 OR EXISTS (
           SELECT FROM courts_appearance s WHERE s.case_number = a.case_number AND s.outcome = 'sentenced'
           AND s.person_id = a.person_id))""",
        """UPDATE courts_reportrequest SET state = 'requested', sent_on = NULL, due_on = %(today)s::date - 40
           WHERE id = (SELECT id FROM courts_reportrequest LIMIT 1)""",
    ),
)

CASES = (
    Impossible(
        "a case still open, whose sentences have all ended and whom no court waits for",
        f"""SELECT c.id FROM supervision_case c WHERE c.closed_at IS NULL
            AND EXISTS (SELECT FROM courts_sentence s WHERE s.person_id = c.person_id)
            AND NOT EXISTS (SELECT FROM courts_sentence s WHERE s.person_id = c.person_id AND s.state IN {_RUNNING})
            AND NOT EXISTS (SELECT FROM courts_reportrequest r WHERE r.person_id = c.person_id
                AND r.state <> 'withdrawn' AND r.requested_on > %(today)s::date - 90)""",
        f"""UPDATE courts_sentence SET state = 'completed', ended_on = %(today)s::date - 1
            WHERE person_id = (SELECT s.person_id FROM courts_sentence s JOIN supervision_case c USING (person_id)
            WHERE c.closed_at IS NULL AND NOT EXISTS
            (SELECT FROM courts_reportrequest r WHERE r.person_id = s.person_id) LIMIT 1) AND state IN {_RUNNING}""",
    ),
    Impossible(
        "a closed case, whose sentence still runs",
        f"""SELECT c.id FROM supervision_case c JOIN supervision_matter m ON m.case_id = c.id
            JOIN courts_sentence s ON s.id = m.about_id WHERE s.state IN {_RUNNING} AND NOT EXISTS
            (SELECT FROM supervision_case o WHERE o.person_id = c.person_id AND o.closed_at IS NULL)""",
        f"""UPDATE supervision_case SET closed_at = %(now)s WHERE id = (SELECT c.id FROM supervision_case c
            JOIN supervision_matter m ON m.case_id = c.id JOIN courts_sentence s ON s.id = m.about_id
            WHERE c.closed_at IS NULL AND s.state IN {_RUNNING} LIMIT 1)""",
    ),
    Impossible(
        "in custody by the case, out by the last movement; or the other way",
        f"""SELECT c.id FROM supervision_case c WHERE c.closed_at IS NULL AND (c.place = 'custody') <> coalesce(
            {INSIDE.format(who="c.person_id", at="%(now)s")} OR (SELECT m.kind FROM supervision_movement m
            WHERE m.person_id = c.person_id ORDER BY m.moved_at DESC, m.id DESC LIMIT 1)
            IN ('released on temporary licence', 'unlawfully at large'), false)""",
        "UPDATE supervision_case SET place = 'custody' WHERE closed_at IS NULL AND place <> 'custody'",
    ),
    Impossible(
        "in custody without a sentence of it that runs",
        f"""SELECT c.id FROM supervision_case c WHERE c.closed_at IS NULL AND c.place = 'custody' AND NOT EXISTS (
            SELECT FROM courts_sentence s WHERE s.person_id = c.person_id AND s.state IN {_RUNNING} AND s.kind IN
            ('custody', 'extended sentence', 'life sentence', 'detention in a young offender institution'))""",
        f"""UPDATE supervision_case SET place = 'custody' WHERE closed_at IS NULL
            AND person_id IN (SELECT person_id FROM courts_sentence WHERE kind = 'community order' AND state IN {_RUNNING})""",
    ),
    Impossible(
        "a role that runs on in a closed case",
        """SELECT t.id FROM supervision_tenure t JOIN supervision_case c ON c.id = t.case_id
           WHERE c.closed_at IS NOT NULL AND upper_inf(t.during)""",
        """UPDATE supervision_tenure SET during = tstzrange(lower(during), NULL), ended_because = '' WHERE id = (SELECT t.id
           FROM supervision_tenure t JOIN supervision_case c ON c.id = t.case_id WHERE c.closed_at IS NOT NULL
           ORDER BY lower(t.during) DESC, t.id LIMIT 1)""",
    ),
    Impossible(
        "a role held by somebody who works there no more",
        """SELECT t.id FROM supervision_tenure t JOIN access_membership m ON m.id = t.member_id
           WHERE upper_inf(t.during) AND NOT m.during @> %(now)s""",
        """UPDATE access_membership SET during = tstzrange(lower(during), %(now)s::timestamptz - interval '1 day')
           WHERE id = (SELECT member_id FROM supervision_tenure WHERE upper_inf(during) LIMIT 1)""",
    ),
    Impossible(
        "a prison's manager of somebody in the community",
        """SELECT t.id FROM supervision_tenure t JOIN supervision_case c ON c.id = t.case_id
           WHERE upper_inf(t.during) AND t.kind = 'prison manager' AND c.place <> 'custody'""",
        """UPDATE supervision_tenure SET kind = 'prison manager' WHERE id = (SELECT t.id FROM supervision_tenure t
           JOIN supervision_case c ON c.id = t.case_id WHERE upper_inf(t.during) AND c.place <> 'custody' AND NOT EXISTS
           (SELECT FROM supervision_tenure p WHERE p.case_id = c.id AND p.kind = 'prison manager') LIMIT 1)""",
    ),
    Impossible(
        "an offer that waits, of a case that is closed",
        """SELECT t.id FROM supervision_transfer t JOIN supervision_case c ON c.id = t.case_id
           WHERE t.state = 'offered' AND c.closed_at IS NOT NULL""",
        """UPDATE supervision_case SET closed_at = %(now)s
           WHERE id = (SELECT case_id FROM supervision_transfer WHERE state = 'offered' LIMIT 1)""",
    ),
    Impossible(
        "somebody dead with a case that is open, a role or an offer",
        """SELECT p.id FROM people_person p JOIN supervision_case c ON c.person_id = p.id
           WHERE p.died_on IS NOT NULL AND c.closed_at IS NULL""",
        f"UPDATE people_person SET died_on = %(today)s WHERE id = (SELECT person_id FROM supervision_case WHERE id = {_OPEN_CASE})",
    ),
    Impossible(
        "a release and a return in an order that cannot be",
        """SELECT id FROM (SELECT *, lag(kind) OVER (PARTITION BY person_id ORDER BY moved_at, id) AS before
           FROM supervision_movement) m WHERE (kind = 'released' AND before = 'released')
           OR (kind IN ('sentenced to custody', 'received into custody')
           AND before IN ('sentenced to custody', 'received into custody', 'moved to another prison')
           AND NOT EXISTS (SELECT FROM courts_sentence s WHERE s.person_id = m.person_id AND m.kind = 'sentenced to custody'
             AND m.moved_at::date - s.imposed_on BETWEEN 0 AND 7))  -- a further sentence, while serving one""",
        """UPDATE supervision_movement SET kind = 'received into custody'
           WHERE kind IN ('moved to another prison', 'sentenced to custody')""",
    ),
)

CONTACTS = (
    Impossible(
        "a visit to the office or at home, of somebody in custody",
        f"""SELECT e.id FROM supervision_contact e WHERE e.kind IN {_MET} AND e.outcome IN {_CAME}
            AND {INSIDE.format(who="e.person_id", at="e.happened_at")}
            AND NOT EXISTS (SELECT FROM supervision_movement s WHERE s.person_id = e.person_id AND s.kind = 'sentenced to custody'
                AND (s.moved_at AT TIME ZONE 'Europe/London')::date = (e.happened_at AT TIME ZONE 'Europe/London')::date)
            -- in the morning of the day on which the court sent them there""",
        """UPDATE supervision_contact SET kind = 'office visit', outcome = 'attended', absence = '', evidence = '', happened_at = m.moved_at + interval '1 minute',
             at = greatest(supervision_contact.at, m.moved_at + interval '1 hour')
           FROM supervision_movement m WHERE supervision_contact.id = (SELECT c.id FROM supervision_contact c
             JOIN supervision_movement p ON p.person_id = c.person_id AND p.kind = 'moved to another prison' ORDER BY c.id LIMIT 1)
           AND m.person_id = supervision_contact.person_id AND m.kind = 'moved to another prison'""",
    ),
    Impossible(
        "a contact before its case was opened, after it was closed, or to come",
        """SELECT e.id FROM supervision_contact e JOIN supervision_case c ON c.id = e.case_id
            WHERE e.happened_at < c.opened_at OR e.happened_at > %(now)s OR (e.kind IS NOT NULL AND e.happened_at > c.closed_at)""",
        f"UPDATE supervision_contact SET at = %(now)s::timestamptz + interval '2 days', happened_at = %(now)s::timestamptz + interval '1 day' WHERE id = {_ONE_ENTRY}",
    ),
    Impossible(
        "a contact after every sentence had ended",
        """SELECT e.id FROM supervision_contact e WHERE e.kind IS NOT NULL
            AND EXISTS (SELECT FROM courts_sentence s WHERE s.person_id = e.person_id AND s.ended_on < e.happened_at::date)
            AND NOT EXISTS (SELECT FROM courts_sentence s WHERE s.person_id = e.person_id
                AND coalesce(s.ended_on, 'infinity') >= e.happened_at::date)""",
        f"""UPDATE courts_sentence SET ended_on = (SELECT happened_at::date - 1 FROM supervision_contact
            WHERE id = {_ONE_ENTRY}), state = 'completed' WHERE person_id =
            (SELECT person_id FROM supervision_contact WHERE id = {_ONE_ENTRY})""",
    ),
    Impossible(
        "a contact by somebody whose organisation had no part in the case then",
        """SELECT e.id FROM supervision_contact e WHERE e.kind IS NOT NULL
            AND NOT EXISTS (SELECT FROM supervision_tenure t WHERE t.case_id = e.case_id
                AND t.organisation_id = e.organisation_id AND t.during @> e.happened_at)
            AND NOT EXISTS (SELECT FROM supervision_responsibility r WHERE r.case_id = e.case_id
                AND r.organisation_id = e.organisation_id AND r.during @> e.happened_at)
            AND NOT EXISTS (SELECT FROM programmes_enrolment p JOIN access_unit u ON u.id = p.to_unit WHERE p.case_id = e.case_id
                AND u.organisation_id = e.organisation_id AND p.sight @> e.happened_at)
            AND NOT EXISTS (SELECT FROM unpaid_work_work w JOIN access_unit u ON u.id = w.to_unit WHERE w.case_id = e.case_id
                AND u.organisation_id = e.organisation_id AND tstzrange(w.opened_at, w.ended_at) @> e.happened_at)
            AND NOT EXISTS (SELECT FROM helpers_pairing p JOIN access_unit u ON u.id = p.to_unit WHERE p.case_id = e.case_id
                AND u.organisation_id = e.organisation_id AND tstzrange(p.sent_at, p.ended_at) @> e.happened_at)""",
        f"""UPDATE supervision_contact SET organisation_id = (SELECT id FROM access_organisation
            WHERE kind = 'inspectorate' LIMIT 1) WHERE id = {_ONE_ENTRY}""",
    ),
    Impossible(
        "a visit at night or at a weekend",
        f"""SELECT id FROM supervision_contact WHERE kind IN {_MET}
            AND (extract(isodow FROM happened_at AT TIME ZONE 'Europe/London') > 5
                OR extract(hour FROM happened_at AT TIME ZONE 'Europe/London') NOT BETWEEN 8 AND 18)""",
        f"UPDATE supervision_contact SET happened_at = date_trunc('day', happened_at) + interval '3 hours' WHERE id = {_ONE_ENTRY}",
    ),
    _credit("Unpaid work attended", "unpaid work"),
    _credit("Group session attended", "programme"),
    Impossible(
        "somebody managed for a month whom nobody has been in touch with for six weeks",
        """SELECT c.id FROM supervision_case c WHERE c.closed_at IS NULL AND c.sentence NOT IN
            ('none', 'awaiting_sentence', 'diversion') AND EXISTS (SELECT FROM supervision_tenure t
            WHERE t.case_id = c.id AND t.kind = 'offender manager' AND upper_inf(t.during)
            AND lower(t.during) < %(now)s::timestamptz - interval '31 days')
            AND NOT EXISTS (SELECT FROM supervision_contact e WHERE e.person_id = c.person_id
            AND e.kind IS NOT NULL AND e.happened_at > %(now)s::timestamptz - interval '42 days')""",
        """DELETE FROM supervision_contact WHERE kind IS NOT NULL AND case_id IN (SELECT case_id
            FROM supervision_tenure WHERE upper_inf(during) AND kind = 'offender manager'
            AND lower(during) < %(now)s::timestamptz - interval '60 days')""",
    ),
)

_AHEAD = "a.called_off_at IS NULL AND a.starts_at > %(now)s"
_ONE_AHEAD = "(SELECT id FROM supervision_appointment a WHERE " + _AHEAD + " ORDER BY id LIMIT 1)"

APPOINTMENTS = (
    Impossible(
        "an appointment ahead in a case that is closed, or with somebody who held no role in it",
        f"""SELECT a.id FROM supervision_appointment a JOIN supervision_case c ON c.id = a.case_id WHERE {_AHEAD}
            AND (c.closed_at IS NOT NULL OR NOT EXISTS (SELECT FROM supervision_tenure t
                WHERE t.case_id = c.id AND t.member_id = a.held_by AND t.during @> a.at))""",
        f"UPDATE supervision_appointment SET held_by = gen_random_uuid() WHERE id = {_ONE_AHEAD}",
    ),
    Impossible(
        "an appointment at night or at a weekend",
        """SELECT id FROM supervision_appointment
            WHERE extract(isodow FROM starts_at AT TIME ZONE 'Europe/London') > 5
                OR extract(hour FROM starts_at AT TIME ZONE 'Europe/London') NOT BETWEEN 8 AND 18""",
        f"""UPDATE supervision_appointment SET starts_at = date_trunc('day', starts_at) + interval '1 day 3 hours'
            WHERE id = {_ONE_AHEAD}""",
    ),
    Impossible(
        "two appointments of one officer at one time",
        f"""SELECT a.id FROM supervision_appointment a JOIN supervision_appointment b
            ON b.held_by = a.held_by AND b.starts_at = a.starts_at AND b.id <> a.id AND b.called_off_at IS NULL
            WHERE {_AHEAD}""",
        f"""UPDATE supervision_appointment SET starts_at = o.starts_at, held_by = o.held_by
            FROM supervision_appointment o WHERE o.id = {_ONE_AHEAD} AND supervision_appointment.id =
            (SELECT a.id FROM supervision_appointment a WHERE {_AHEAD} AND a.case_id <> o.case_id LIMIT 1)""",
    ),
    Impossible(
        "an appointment at the office or at home of somebody in custody",
        f"""SELECT a.id FROM supervision_appointment a JOIN supervision_case c ON c.id = a.case_id
            WHERE {_AHEAD} AND a.kind IN {_MET} AND c.place = 'custody'""",
        f"""UPDATE supervision_case SET place = 'custody' WHERE id =
            (SELECT case_id FROM supervision_appointment WHERE starts_at > %(now)s AND kind IN {_MET} LIMIT 1)""",
    ),
    Impossible(
        "an appointment after every sentence has ended",
        f"""SELECT a.id FROM supervision_appointment a WHERE {_AHEAD} AND NOT EXISTS (
            SELECT FROM courts_sentence s WHERE s.person_id = a.person_id AND s.state IN {_RUNNING}
            AND coalesce(s.ends_on, 'infinity') >= a.starts_at::date)""",
        f"""UPDATE courts_sentence SET ends_on = %(today)s::date WHERE person_id =
            (SELECT person_id FROM supervision_appointment WHERE id = {_ONE_AHEAD})
            AND (SELECT starts_at FROM supervision_appointment WHERE id = {_ONE_AHEAD})::date > %(today)s::date""",
    ),
    Impossible(
        "most of those managed in the community with nothing in any diary",
        """SELECT 1 WHERE (SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM supervision_appointment a
           WHERE a.case_id = c.id AND a.called_off_at IS NULL AND a.starts_at > %(now)s)) < 0.5 * count(*)
           FROM supervision_case c WHERE c.closed_at IS NULL AND c.place = 'community' AND EXISTS (SELECT FROM
           supervision_tenure t WHERE t.case_id = c.id AND upper_inf(t.during) AND t.kind = 'offender manager'))""",
        """UPDATE supervision_appointment SET called_off_at = %(now)s, called_off_because = 'tried'""",
    ),
    Impossible(
        "unpaid work attended that counts towards no requirement",
        """SELECT id FROM supervision_contact WHERE what = 'Unpaid work attended'
           AND (requirement_id IS NULL OR done IS NULL)""",
        """UPDATE supervision_contact SET requirement_id = NULL, done = NULL WHERE what = 'Unpaid work attended'""",
    ),
    Impossible(
        "more hours done of a requirement than were ordered",
        """SELECT r.id FROM courts_requirement r JOIN supervision_contact e ON e.requirement_id = r.id
           GROUP BY r.id, r.length HAVING sum(e.done) > r.length""",
        "UPDATE supervision_contact SET done = 900 WHERE done IS NOT NULL",
    ),
)

PEOPLE = (
    Impossible(
        "most of those managed without a telephone, or none of them asked whether it is safe",
        """SELECT 1 WHERE (SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM people_phone p
           WHERE p.person_id = c.person_id AND p.ended_at IS NULL)) < 0.7 * count(*)
           FROM supervision_case c WHERE c.closed_at IS NULL)
           OR NOT EXISTS (SELECT FROM people_phone WHERE safe_to_use = 'yes' AND safe_note <> '')""",
        "DELETE FROM people_phone",
    ),
    Impossible(
        "a telephone that is not safe, with nothing said of when or how",
        "SELECT id FROM people_phone WHERE safe_to_use = 'no' AND safe_note = ''",
        "UPDATE people_phone SET safe_to_use = 'no', safe_note = '' WHERE id = (SELECT id FROM people_phone LIMIT 1)",
    ),
    Impossible(
        "a child of under eighteen sentenced as an adult",
        """SELECT s.id FROM courts_sentence s JOIN people_person p ON p.id = s.person_id
           WHERE s.imposed_on < p.date_of_birth + interval '18 years'""",
        """UPDATE people_person SET date_of_birth = %(today)s::date - 3650
           WHERE id = (SELECT person_id FROM courts_sentence LIMIT 1)""",
    ),
    Impossible(
        "a signed assessment that says other of the harm than the case",
        """SELECT c.id FROM supervision_case c JOIN LATERAL (SELECT harm_level FROM assessment_assessment a
           WHERE a.person_id = c.person_id AND a.signed_at IS NOT NULL AND a.harm_level <> ''
           ORDER BY a.signed_at DESC LIMIT 1) a ON true
           WHERE c.closed_at IS NULL AND replace(a.harm_level, ' ', '_') <> c.risk""",
        """UPDATE supervision_case SET risk = CASE risk WHEN 'low' THEN 'high' ELSE 'low' END
           WHERE person_id IN (SELECT person_id FROM assessment_assessment WHERE signed_at IS NOT NULL)""",
    ),
    Impossible(
        "an assessment that has somebody serve inside who was then out",
        """SELECT a.id FROM assessment_answersaved a WHERE a.question = 'supervision' AND a.answered->>'value' = 'custody'
            AND coalesce((SELECT m.kind FROM supervision_movement m WHERE m.person_id = a.person_id AND m.moved_at <= a.at
              ORDER BY m.moved_at DESC, m.id DESC LIMIT 1), 'released') = 'released'""",
        """UPDATE assessment_answersaved SET answered = answered || '{"value": "custody"}' WHERE question = 'supervision'""",
    ),
    Impossible(
        "two records to rule on, of which nobody who may rule sees both",
        """SELECT r.id FROM people_review r WHERE r.state = 'open' AND NOT EXISTS (
           SELECT FROM access_grant a JOIN access_grant b ON b.unit_id = a.unit_id AND b.person_id = r.rival_id
           WHERE a.person_id = r.person_id AND a.during @> %(now)s::timestamptz AND b.during @> %(now)s::timestamptz)""",
        """DELETE FROM access_grant WHERE person_id IN (SELECT rival_id FROM people_review WHERE state = 'open')""",
    ),
)

EVERY = (
    *SENTENCES,
    *CASES,
    *CONTACTS,
    *APPOINTMENTS,
    *PEOPLE,
    *ENFORCEMENT,
    *RECALL,
    *RELEASE,
    *INTERVENTIONS,
)


def asked(server: psycopg.Connection[Any], question: str, now: datetime) -> list[Any]:
    """The first column of what a question finds, at an instant."""
    given = {"now": now, "today": now.date(), "grave": list(GRAVE)}
    return [row[0] for row in server.execute(sql.SQL(question), given)]


def walk(server: psycopg.Connection[Any], now: datetime) -> Iterator[tuple[str, int]]:
    """Everything that cannot be and is: what, and how many."""
    for one in EVERY:
        found = asked(server, one.finds, now)
        if found:
            yield one.name, len(found)


def spoilt(server: psycopg.Connection[Any], one: Impossible, now: datetime) -> bool:
    """Whether the question finds more once the change is made; the change is taken back."""
    with server.transaction(force_rollback=True):
        before = len(asked(server, one.finds, now))
        server.execute(sql.SQL(one.spoil), {"now": now, "today": now.date(), "grave": list(GRAVE)})
        return len(asked(server, one.finds, now)) > before
