"""Places of operating models, areas and bodies."""

from .kinds import ADMIN, ANYBODY, NOBODY, Call, Page

PAGES: dict[str, Page] = {
    "models": Page(ANYBODY),
    "model": Page(ANYBODY),
    "side_by_side": Page(ANYBODY),
    "adopted_models": Page(ADMIN),
    "take_preset": Page(ADMIN, 302),  # opened by a button only
    "adopted_model": Page(ADMIN, 404),  # no such model
    "change_in_area": Page(ADMIN, 404),  # no such model
    "model_changes": Page(ADMIN),
    "carrying": Page(ADMIN, 404),  # nothing of that id
    "withdraw_model": Page(ADMIN, 404),  # nothing of that id
    "areas": Page(ADMIN),
    "area": Page(ADMIN),
    "area_teams": Page(ADMIN),
    "end_appointment": Page(ADMIN, 404),  # nothing of that id
    "areas_served": Page(ADMIN),
    "map_of_areas": Page(ADMIN),
}

CALLS: dict[str, Call] = {
    "list_adopted_models": Call(ADMIN, "/models/adopted"),
    "check_model": Call(ADMIN, "/models/check", body={"text": "name: x"}),
    "adopt_model": Call(ADMIN, "/models/adopted", 422, body={"text": "name: x"}),
    "compare_in_area": Call(ADMIN, "/areas/{area}/model/compare?model_id={model_id}", 404),
    "rehearse_change": Call(
        ADMIN, "/areas/{area}/model/rehearsals", 422, body={"model_id": NOBODY, "start": "2027-01-01"}
    ),
    "put_model_in_force": Call(
        ADMIN, "/areas/{area}/model/in-force", 422, body={"model_id": NOBODY, "start": "2027-01-01"}
    ),
    "withdraw_model": Call(ADMIN, "/models/in-force/{in_force_id}/withdraw", 422, body={"because": "x"}),
    "get_carrying": Call(ADMIN, "/models/changes/{carrying_id}", 404),
    "stop_carrying": Call(ADMIN, "/models/changes/{carrying_id}/stop", 422, body={}),
    "resume_carrying": Call(ADMIN, "/models/changes/{carrying_id}/resume", 422, body={}),
    "record_area": Call(ADMIN, "/areas", 422, body={"code": " ", "name": "x"}),
    "appoint_body": Call(
        ADMIN,
        "/areas/{area}/bodies",
        422,
        body={"body": "trust", "organisation_id": NOBODY, "start": "2027-01-01"},
    ),
    "end_appointment": Call(ADMIN, "/areas/bodies/{appointment_id}/end", 422, body={"on": "2027-01-01"}),
    "draw_catchments": Call(ADMIN, "/areas/teams", 422, body={"teams": {"x": NOBODY}}),
}
