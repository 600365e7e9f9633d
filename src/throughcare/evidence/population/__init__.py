"""Population: synthetic people and their lives, any number at once, the same for the same seed however they are shared out.

Owns chance that hangs on nothing but a seed and a person's number (``chance``), the rates everything is drawn from
(``rates.yaml``, each published or assumed), who people are (``people``), what becomes of them (``lives``, ``sentences``)
and cohorts by risk (``bands``). The demonstration, ``outcomes synth`` and the payment laboratory draw from it and have
no other. It knows no framework and no database; nobody in it is anybody.
"""
