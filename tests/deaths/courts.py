"""What courts passed and asked for."""

from . import Ends

RUNNING = "EXISTS (SELECT FROM courts_sentence s WHERE s.id = t.sentence_id AND s.state IN ('in force', 'in breach'))"
ENDS = {
    "courts_sentence": Ends("t.state IN ('in force', 'in breach')"),
    "courts_requirement": Ends(f"t.ended_on IS NULL AND {RUNNING}"),
    "courts_reportrequest": Ends("t.state IN ('requested', 'writing')"),
}
LASTS = {
    "courts_appearance": "a court's list is the court's to change; what it says after a death waits for somebody",
    "courts_appearanceoffence": "what somebody was charged with, on which day",
    "courts_reportenquiry": "what somebody was asked for a report, and said or did not",
    "courts_courtquestion": "what a court meant is asked until it is settled: the result may be another person's",
}
