"""The model's levels said in DuckDB's SQL, for Splink."""

from __future__ import annotations

from typing import Any

from .comparing import FIVE_YEARS, RARE_POSTCODES
from .model import Level, MatchModel


def settings_of(model: MatchModel) -> dict[str, Any]:
    """Splink's settings for a model; pairs are handed to it, so it blocks nothing itself."""
    conditions = _conditions(model)
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": model.prior,
        "retain_matching_columns": False,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [
            {
                "output_column_name": name,
                "comparison_levels": [
                    _level(level, sql) for level, sql in zip(levels, conditions[name], strict=True)
                ],
            }
            for name, levels in model.comparisons.items()
        ],
    }


def _level(level: Level, sql: str) -> dict[str, Any]:
    said: dict[str, Any] = {"sql_condition": sql, "label_for_charts": level.label}
    if level.is_null:
        return said | {"is_null_level": True}
    said |= {"m_probability": level.m, "u_probability": level.u}
    if level.frequency_of:
        said |= {"tf_adjustment_column": level.frequency_of, "tf_adjustment_weight": level.frequency_weight}
    return said


def _conditions(model: MatchModel) -> dict[str, tuple[str, ...]]:
    return {
        "name_comparison": _names(model),
        "date_of_birth_arr": _births(model),
        "postcode_arr": _postcodes(),
        "name_2_std": (_either_null("name_2_std"), _equal("name_2_std"), _alike("name_2_std", 0.85), "ELSE"),
        "id_comparison": _identifiers(),
        "sentence_date_arr": _sentences(model),
        "override_marker": (
            _either_null("override_marker"), _shared("override_marker"), _shared("override_scope"), "ELSE",
        ),
        "master_defendant_id": (_either_null("master_defendant_id"), _equal("master_defendant_id"), "ELSE"),
    }  # fmt: skip


def _either_null(column: str) -> str:
    return f"({column}_l IS NULL OR {column}_r IS NULL)"


def _equal(column: str) -> str:
    return f"{column}_l = {column}_r"


def _alike(column: str, at_least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {at_least}"


def _shared(column: str) -> str:
    return f"list_has_any({column}_l, {column}_r)"


def _pairs(*columns: str) -> str:
    return " * ".join(f"len({column}_l) * len({column}_r)" for column in columns)


def _names(model: MatchModel) -> tuple[str, ...]:
    shared = f"{_shared('forename_std_arr')} AND {_shared('last_name_std_arr')}"
    return (
        f"{_either_null('name_1_std')} AND {_either_null('last_name_std')}",
        _equal("first_and_last_name_std"),
        _alike("first_and_last_name_std", 0.9),
        "name_1_std_l = last_name_std_r AND last_name_std_l = name_1_std_r",
        f"{shared} AND {_pairs('forename_std_arr', 'last_name_std_arr')} <= {model.few_names}",
        shared,
        f"{_alike('name_1_std', 0.7)} AND {_alike('last_name_std', 0.7)}",
        _equal("name_1_std"),
        _equal("last_name_std"),
        "ELSE",
    )


def _births(model: MatchModel) -> tuple[str, ...]:
    shared = _shared("date_of_birth_arr")
    left, right = "replace(date_of_birth_l, '-', '')", "replace(date_of_birth_r, '-', '')"
    return (
        _either_null("date_of_birth"),
        _equal("date_of_birth"),
        f"{shared} AND {_pairs('date_of_birth_arr')} <= {model.few_births}",
        shared,
        f"{left}[1:3] = {right}[1:3] AND levenshtein({left}[4:], {right}[4:]) <= 1",
        f"abs(date_diff('day', date_of_birth_l::DATE, date_of_birth_r::DATE)) <= {FIVE_YEARS}",
        "ELSE",
    )


def _postcodes() -> tuple[str, ...]:
    rarity = (
        "list_sum(list_transform(list_zip(postcode_arr_l, postcode_share_arr_l),"
        " lambda p: CASE WHEN list_contains(postcode_arr_r, p[1]) THEN ln(p[2]) ELSE 0.0 END))"
    )
    return (
        _either_null("postcode_arr"),
        *(f"{_shared('postcode_arr')} AND {rarity} < ln({limit})" for limit in RARE_POSTCODES),
        _shared("postcode_outcode_arr"),
        "ELSE",
    )


def _identifiers() -> tuple[str, ...]:
    pnc, cro = _equal("pnc_single"), _equal("cro_single")
    null_pnc, null_cro = _either_null("pnc_single"), _either_null("cro_single")
    crossed = " OR ".join(
        f"substring(pnc_single_{a}, 7, 6) = substring(cro_single_{b}, 1, 6)"
        for a, b in (("l", "r"), ("r", "l"))
    )
    mistyped = " AND ".join(
        f"substring(pnc_single_l, {at}, {long}) = substring(pnc_single_r, {at}, {long})"
        for at, long in ((1, 5), (8, 6))
    )
    return (
        f"{null_cro} AND {null_pnc} AND (pnc_single_l IS NULL OR cro_single_r IS NULL)"
        " AND (cro_single_l IS NULL OR pnc_single_r IS NULL)",
        f"{pnc} AND {cro}",
        pnc,
        cro,
        f"{crossed} OR ({mistyped})",
        "pnc_single_l <> pnc_single_r AND cro_single_l <> cro_single_r",
        f"{null_cro} AND {null_pnc}",
        "ELSE",
    )


def _sentences(model: MatchModel) -> tuple[str, ...]:
    shared, pairs = _shared("sentence_date_arr"), _pairs("sentence_date_arr")
    close = " OR ".join(
        f"abs(date_diff('day', sentence_date_arr_l[{at}], sentence_date_arr_r[{at}])) <= 14" for at in (1, -1)
    )
    return (
        _either_null("sentence_date_arr"),
        f"{shared} AND {pairs} = 1",
        f"{shared} AND {pairs} <= {model.few_sentences}",
        f"{shared} AND {pairs} <= {model.medium_sentences}",
        shared,
        close,
        "ELSE",
    )
