"""Places of needs."""

from .kinds import AREA, COURT, LEADS, NOBODY, OFFICERS, PROVIDER, Call, Page

WRITE = {"commissioner", "needs analyst"}
POOL = {"commissioner", "finance officer"}
REPORT = OFFICERS | LEADS | COURT | PROVIDER | WRITE | {"sentencer", "police partner"}

PAGES: dict[str, Page] = {
    "need": Page(AREA),
    "one_need": Page(AREA, 404),
    "map_of_need": Page(AREA, 404),
    "resources_by_need": Page(AREA),
    "gaps_reported": Page(REPORT),
    "intentions": Page(AREA),
    "draft_intention": Page(WRITE),
    "intention": Page(AREA, 404),
    "intention_step": Page(AREA, 404),
    "pools": Page(POOL),
    "draw_up_pool": Page(POOL),
    "pool": Page(POOL, 404),
    "pool_step": Page(POOL, 404),
    "pool_vote": Page(POOL, 404),
    "answer_said": Page(WRITE, 404),
}

CALLS: dict[str, Call] = {
    "list_need": Call(AREA, "/need"),
    "get_need": Call(AREA, "/need/nowhere", 404),
    "list_intentions": Call(AREA, "/intentions"),
    "get_intention": Call(AREA, f"/intentions/{NOBODY}", 404),
}
