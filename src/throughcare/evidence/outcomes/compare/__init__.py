"""Fair comparison: people who had a service beside people like them who did not.

Propensity matching and entropy balancing, the balance they reach, effects with intervals suited to
the design, how large an unseen difference would have to be to explain them away, and what may and
may not be said. Every study prints two answers side by side: one that saw only what cannot change
about a person (static), one that saw what can (dynamic) as well. Nothing here touches Django.
"""
