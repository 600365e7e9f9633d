"""Pilot: a design of a probation service tried on made-up people before it is law, with the rules that the service runs on.

Owns designs (``design``), what is assumed of the world (``assumptions``), tables made from the pure rules (``tables``), the
world that runs on them week by week (``world``), runs of many replications (``running``), what two of them differ by
(``comparing``), who gains (``gaining``), what payment by results would come to (``paying``), the people as tables (``people``), a design as
a model to adopt (``adopting``), what is not known of a difference (``doubting``, ``knowing``), how large a real trial must be (``wedge``) and what must come
out without being put in (``hindcasts``). It knows no framework and no database; nobody in it is anybody.
"""
