"""Tables and owner's functions of courts."""

from .kinds import BOTH, JOBS, NOBODY, SI, SIU, SU, S

TABLES: dict[str, tuple[str, str]] = {
    "courts_appearance": ("person", SU),
    "courts_appearanceoffence": ("person", SIU),
    "courts_alsolisted": ("person", SI),
    "courts_codemeaning": ("reference", SIU),
    "courts_correctedresult": ("unit", SIU),
    "courts_organisationresult": ("unit", S),
    "courts_court": ("reference", SI),
    "courts_courtcode": ("reference", SIU),
    "courts_courtquestion": ("person", SIU),
    "courts_courtteam": ("reference", SIU),
    "courts_hearing": ("unit", SI),
    "courts_import": ("unit", SIU),
    "courts_offence": ("reference", S),
    "courts_refusedrow": ("unit", SIU),
    "courts_reportenquiry": ("person", SIU),
    "courts_reportproposal": ("person", SI),
    "courts_reportrequest": ("person", SIU),
    "courts_requirement": ("person", SI),
    "courts_sentence": ("person", SIU),
    "courts_sentenceevent": ("person", SI),
    "courts_upload": ("unit", SIU),
    "courts_uploadprogress": ("plumbing", SIU),
}

DEFINERS: dict[str, frozenset[str]] = {
    "courts_required_of(uuid)": NOBODY,
    "courts_ordered_of(uuid)": NOBODY,
    "courts_became(text)": BOTH,
    "courts_follow_death(uuid)": JOBS,
    "courts_heard_from()": BOTH,
    "courts_appeared(text)": BOTH,
    "courts_sat(text,date,integer)": BOTH,
    "courts_named_sentences(text[],text[])": JOBS,
    "courts_recorded_results(text[],text[])": JOBS,
    "courts_replace_result(uuid)": JOBS,
    "courts_ours(text,uuid)": NOBODY,
    "courts_see_to_decide(text[],text[])": JOBS,
    "courts_hand_over(uuid,text[])": BOTH,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "courts_import": "id unit_id member_id at waiting",
    "courts_refusedrow": "id unit_id line text faults",
    "courts_correctedresult": "id unit_id court_code result_ref sees digest brought_id line fields before",
    "courts_upload": "id unit_id member_id at corrects corrects_version accepts_id",
    "courts_uploadprogress": "upload_id",
    "courts_courtteam": "court_id",
    "courts_courtcode": "code",
    "courts_codemeaning": "id",
    "courts_reportenquiry": "id person_id report_id asked_of about at unit_id member_id",
    "courts_appearance": "id person_id unit_id court_code result_ref defendant_id replaced_at",
    "courts_organisationresult": "id unit_id court_code result_ref",
    "courts_appearanceoffence": "id person_id sent_code title wording",
    "courts_reportrequest": "id person_id requested_on due_on",
    "courts_sentence": "id person_id imposed_on suspended credit_days time_served",
    "courts_courtquestion": "id person_id asked_at",
}

BESIDES: dict[str, str] = {"courts_appearance": "INSERT", "courts_organisationresult": "INSERT UPDATE"}

IN_JOBS: dict[str, str] = {
    "courts_appearance": "hearing_id digest case_number matter on deferred_until said court_sees",
}
