"""The case: who answers for a person, from the first request of a court to the last day.

Owns the case, its four tenures (offender manager, supervisor, responsible officer, and the prison's
manager while in custody), the gaps between them, transfers, and the timeline. The responsible
organisation is never missing; who may hold each tenure is the operating model's answer for the area
and the day.
"""
