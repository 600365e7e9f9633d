"""The ledgers: who did what, who looked at whom, what was decided and why, what was announced.

Owns three append-only ledgers and the outbox. ``entry`` holds every act, look and refusal;
``decision`` holds each decision with its rule, edition, inputs and reasons, so that it can be
derived again; ``outbox`` holds announcements, committed with the facts they announce.
Entries and decisions are sealed in hash-chained batches, and the head of the chain is exported,
so that an edit, a deletion or a reordering made behind the software's back is found and named.
Web processes may add to the ledgers and may never change or remove a line.
"""
