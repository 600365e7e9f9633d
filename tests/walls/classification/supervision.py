"""Tables and owner's functions of supervision."""

from .kinds import BOTH, JOBS, NOBODY, PAGES, SI, SIU, SU, S

TABLES: dict[str, tuple[str, str]] = {
    "supervision_arrival": ("unit", SIU),
    "supervision_sample": ("unit", SI),
    "supervision_movement": ("person", SI),
    "supervision_prison": ("reference", S),
    "supervision_sampled": ("person", S),
    "supervision_carrying": ("reference", SIU),
    "supervision_appointment": ("person", SIU),
    "supervision_reminder": ("custom", SIU),
    "supervision_contact": ("person", SI),
    "supervision_beginning": ("person", SI),
    "supervision_case": ("person", SU),
    "supervision_catchment": ("reference", SIU),
    "supervision_gap": ("person", SIU),
    "supervision_jointwork": ("person", SIU),
    "supervision_lowering": ("person", SIU),
    "supervision_matter": ("person", SI),
    "supervision_modelchange": ("custom", SI),
    "supervision_responsibility": ("person", SIU),
    "supervision_tenure": ("person", SIU),
    "supervision_timelineentry": ("person", SI),
    "supervision_transfer": ("person", SIU),
}

DEFINERS: dict[str, frozenset[str]] = {
    "supervision_team_of_sentence(uuid)": JOBS,
    "supervision_roles_i_lost(timestamp with time zone,timestamp with time zone,integer)": PAGES,
    "supervision_roles_out_of_sight()": PAGES,
    "supervision_cases_left(timestamp with time zone,timestamp with time zone)": PAGES,
    "supervision_offers_settled(timestamp with time zone,timestamp with time zone,integer)": PAGES,
    "supervision_called_for(text,text)": JOBS,
    "supervision_begin_jointly(uuid[],text,text,uuid,text)": JOBS,
    "supervision_close_merged(uuid,interval)": NOBODY,
    "supervision_draw(uuid)": BOTH,
    "supervision_drawn_before(uuid)": BOTH,
    "supervision_end_sample(uuid)": BOTH,
    "supervision_opened_here(uuid[],text[])": BOTH,
    "supervision_follow_death(uuid,interval)": JOBS,
    "supervision_see_again(uuid[])": NOBODY,
    "supervision_make_room(uuid,jsonb)": NOBODY,
    "supervision_lower_survivor(uuid)": JOBS,
    "supervision_take_room_back(uuid,jsonb)": NOBODY,
    "supervision_raise_survivor(uuid,text[],text[])": JOBS,
    "supervision_reopen_merged(jsonb)": NOBODY,
    "supervision_running(uuid)": NOBODY,
    "supervision_standing_of(uuid[])": NOBODY,
    "supervision_teams_answering(uuid[])": NOBODY,
    "supervision_cases_of(uuid[])": NOBODY,
    "supervision_managers_since(uuid[],date)": NOBODY,
    "supervision_unreminded(timestamp with time zone,timestamp with time zone,text[],integer,uuid,integer)": JOBS,
    "supervision_remindable(uuid[])": JOBS,
    "supervision_tell_of_merge(uuid,uuid,text,text)": NOBODY,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "supervision_catchment": "id",
    "supervision_case": "id person_id opened_because opened_at",
    "supervision_responsibility": "id person_id case_id organisation_id unit_id",
    "supervision_tenure": "id person_id case_id member_id organisation_id shared_by kind unit_id",
    "supervision_gap": "id person_id case_id kind because",
    "supervision_lowering": "id person_id case_id from_risk to_risk rsr cohorts because against asked_by asked_at",
    "supervision_transfer": "id person_id case_id kind from_unit to_unit shared_by until because address_by whole_by offered_by offered_at",
    "supervision_jointwork": "id person_id case_id cohort shared_by unit_id member_id at",
    "supervision_reminder": "id person_id case_id appointment_id organisation_id hours at",
    "supervision_arrival": "id unit_id member_id at",
    "supervision_carrying": "id",
    "supervision_appointment": "id person_id case_id starts_at minutes kind place held_by moves_id moved_by at member_id organisation_id",
}

BESIDES: dict[str, str] = {"supervision_case": "INSERT"}
