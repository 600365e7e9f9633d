"""Routes of the pages of need, all below /need."""

from django.urls import include, path

from .pages import gap, intending, pools, resources

below = [
    path("", gap.need, name="need"),
    path("/one", gap.one_need, name="one_need"),
    path("/map.svg", gap.map_of_need, name="map_of_need"),
    path("/resources", resources.formula, name="resources_by_need"),
    path("/gaps", intending.gaps, name="gaps_reported"),
    path("/intentions", intending.intentions, name="intentions"),
    path("/intentions/new", intending.draft, name="draft_intention"),
    path("/intentions/<uuid:intention_id>", intending.intention, name="intention"),
    path("/intentions/<uuid:intention_id>/<slug:step>", intending.intention_step, name="intention_step"),
    path("/pools", pools.pools, name="pools"),
    path("/pools/new", pools.draw_up, name="draw_up_pool"),
    path("/pools/spendings/<uuid:spending_id>", pools.vote, name="pool_vote"),
    path("/pools/<uuid:pool_id>", pools.pool, name="pool"),
    path("/pools/<uuid:pool_id>/<slug:step>", pools.step, name="pool_step"),
    path("/said/<uuid:said_id>/answer", intending.answer, name="answer_said"),
]

urlpatterns = [path("need", include(below))]
