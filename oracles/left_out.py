"""Fields of case files that no adapter compares, by file and place, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

_TOLD = "words about the file: where it comes from, what it measures, how it was reckoned"
_PEOPLE = "a published figure whose people are not given, so nothing can be reckoned from it"
_SPEED = "how long another program took on another machine"
_GROUPS = "a published percentage of a group whose size is not given"
_NOT_OF_RECALL = "dates and lengths that no rule of recall reckons"
_REMOVED = "a day of early removal from the country, which is not probation's to work out"
_EARLIER = "a tranche of an earlier law, which that service names for sentences that it left where they were"
_POINTS = "points of a published curve between those that the forecast is asked at"

LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "*.json:source", "*.json:note", "*.json:*.src", "*.json:*.note", "*.json:*.metric", "costs.json:followup",
            "justice_data_lab.json:check", "matchit_lalonde.json:formula", "matchit_lalonde.json:smd_denominator",
            "matchit_lalonde.json:invariant", "pbr_pilots.json:peterborough.replication", "rossi_cox.json:ties",
            "rossi_cox.json:coding", "scotland_reconviction.json:data", "scotland_reconviction.json:measure",
            "scotland_reconviction.json:tolerance",
        ),
        _TOLD,
    ),
    **dict.fromkeys(
        (
            "fixed_term_recall_56_dates.json:cases.*.out.dates.CRD", "fixed_term_recall_56_dates.json:cases.*.out.dates.HDCED",
            "fixed_term_recall_56_dates.json:cases.*.out.dates.TUSED",
            "fixed_term_recall_56_dates.json:cases.*.out.effective_sentence_length",
            "fixed_term_recall_56_dates.json:cases.*.out.tranches", "fixed_term_recall_56_dates.json:cases.*.out.tranches.SDS_40",
        ),
        _NOT_OF_RECALL,
    ),
    "costs.json:noms_2005.*": "a target set in 2005, which no rule of ours reckons",
    "england_wales_published_points.json:proven_reoffending.*": _PEOPLE,
    "england_wales_published_points.json:crc.*": _PEOPLE,
    "england_wales_published_points.json:interim_curve.months_pct.*": _POINTS,
    "frequency_binary_scale.json:seconds.*": _SPEED,
    "justice_data_lab.json:cases.*.*employed_*": _GROUPS,
    "progression_model_dates.json:cases.*.out.dates.ERSED": _REMOVED,
    "progression_model_dates.json:cases.*.out.tranches.SDS_40": _EARLIER,
    "progression_model_dates.json:cases.*.out.tranches.FTR_56": _EARLIER,
    "pbr_pilots.json:peterborough.interim_6_month.*": _PEOPLE,
    "pbr_pilots.json:doncaster.at_risk_pct_of_contract": "a term of the contract that its words repeat, which are compared",
}  # fmt: skip
"""``file:place``, with ``*`` for any part of it."""
