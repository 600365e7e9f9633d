"""Who holds which case: staff, what they can carry, what they carry, and who should take the next one.

Owns a practitioner's grade, hours, qualifications and reductions; the points a case weighs; capacity and
its weekly history; the forecast of a team's load; the queue of cases that wait for somebody, with or
without a tier; the ranked suggestion, the optimal plan for a whole area, and what was decided and why.
It does not say which organisation holds a function (the operating model does), nor how risky a person is
(assessment does).
"""
