"""What is known of a person's risk and need, and how it was worked out.

Owns: predictors of reoffending (each result names its edition, its inputs and their sources, every term,
and what a missing answer could change), assessments of need, risk of serious harm, the tier, batch scoring,
and the audit of scores by group.

Missing is never zero: an answer that is not known is a range, a provisional result or a refusal.
Published editions with known defects stay selectable; corrected editions are the default.
"""
