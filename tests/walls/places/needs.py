"""Places of needs."""

from .kinds import AREA, Call, Page

PAGES: dict[str, Page] = {
    "need": Page(AREA),
    "one_need": Page(AREA, 404),
    "map_of_need": Page(AREA, 404),
}

CALLS: dict[str, Call] = {
    "list_need": Call(AREA, "/need"),
    "get_need": Call(AREA, "/need/nowhere", 404),
}
