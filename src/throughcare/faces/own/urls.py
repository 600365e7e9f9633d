"""Routes of the pages; addresses carry ids, never names or numbers, and a person's own page neither."""

from django.urls import path

from .pages import giving, visiting

urlpatterns = [
    path("own", visiting.come_in, name="own_come_in"),
    path("own/page", visiting.own_page, name="own_page"),
    path("own/leave", visiting.leave, name="own_leave"),
    path("people/<uuid:person_id>/own", giving.own_code, name="own_code"),
    path("people/<uuid:person_id>/own/give", giving.give, name="own_code_given"),
    path("people/<uuid:person_id>/own/sheet", giving.sheet, name="own_sheet"),
    path("people/<uuid:person_id>/own/withdraw", giving.withdraw, name="own_code_withdrawn"),
]
