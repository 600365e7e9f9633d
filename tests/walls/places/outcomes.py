"""Places of outcomes."""

from .kinds import A_FILE, AREA, MEASURE, Call, Page

PAGES: dict[str, Page] = {
    "area_figures": Page(AREA),
    "area_figures_chart": Page(AREA, 404),
    "outcomes": Page(MEASURE),
    "outcomes_definition": Page(MEASURE, 404),
    "outcomes_saved": Page(MEASURE),
    "outcomes_tables": Page(MEASURE),
    "outcomes_tables_one": Page(MEASURE, 200, 404),
    "outcomes_measures": Page(MEASURE),
    "outcomes_people": Page({"head of delivery unit"}, 422),
    "outcomes_measure_chart": Page(MEASURE, 404),
    "outcomes_adjusted": Page(MEASURE),
    "outcomes_adjusted_chart": Page(MEASURE, 404),
    "outcomes_forecast": Page(MEASURE),
    "outcomes_forecast_chart": Page(MEASURE, 404),
    "outcomes_attribution": Page(MEASURE),
    "outcomes_attribution_chart": Page(MEASURE, 404),
    "outcomes_value": Page(MEASURE),
    "outcomes_value_chart": Page(MEASURE, 404),
    "outcomes_comparison": Page(MEASURE),
    "outcomes_comparison_chart": Page(MEASURE, 404),
    "outcomes_laboratory": Page(MEASURE),
    "outcomes_pilot": Page(MEASURE),
    "outcomes_pilot_lived": Page(MEASURE),
    "outcomes_pilot_chart": Page(MEASURE, 404),
    "outcomes_pilot_brief": Page(MEASURE, 302),  # back to the trial, which is not worked out yet
    "outcomes_pilot_tables": Page(MEASURE, 302),
    "outcomes_pilot_model": Page(MEASURE, 302),  # no design is named
    "outcomes_laboratory_chart": Page(MEASURE, 404),
}

_TABLES = "/outcomes/tables"
CALLS: dict[str, Call] = {
    "list_tables": Call(MEASURE, _TABLES),
    "send_tables": Call(MEASURE, _TABLES, 422, body=A_FILE),
    "get_tables": Call(MEASURE, f"{_TABLES}/{{tables_id}}", 200, 404),
    "check_tables_again": Call(MEASURE, f"{_TABLES}/{{tables_id}}/again", 422, 404, body={}),
    "remove_tables": Call(MEASURE, f"{_TABLES}/{{tables_id}}/remove", 422, 404, body={"title": "others"}),
}
