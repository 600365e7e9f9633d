"""Home: what needs doing first, for whoever asks."""

from __future__ import annotations

from importlib import import_module

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.faces.face import faces
from throughcare.faces.web.home_card import HomeCard, steps_left
from throughcare.faces.web.look.parts import Link, Row
from throughcare.faces.web.navigation import for_member
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access.rules import ROLES

NEVER_A_RECORD = {
    "victim liaison officer": "Your role opens no record here. Ask the team that holds the case; an agreement below says who may tell you what."
}


@page(None)
def home(request: Asking) -> HttpResponse:
    """What needs doing first, then one's own people: the cards of every face."""
    member, cards = request.member, _cards(request)
    tasks = [task for card in cards for task in card.tasks]
    steps = steps_left([step for card in cards for step in card.steps])
    context = {
        "heading": "What needs doing" if tasks else f"Welcome, {member.name}",
        "purpose": _purpose(member.role),
        "caption": ", ".join(dict.fromkeys([member.unit_name, member.organisation_name])),
        "places": [Row(p.text, Link(p.what_for, p.href)) for p in for_member(member, "/") if p.what_for],
        "tasks": [task for task in tasks if task.status != "Nothing"] or tasks,
        "steps": steps,
        "tables": [card for card in cards if card.table],
        "has_own_work": any(card.own_work for card in cards),
    }
    return render(request, "index/home.html", context)


def _cards(request: Asking) -> list[HomeCard]:
    rooms = [import_module(face.room(face.home)) for face in faces() if face.home]
    return sorted((card for room in rooms for card in room.cards(request)), key=lambda card: card.place)


def _purpose(role: str) -> str:
    said = ROLES[role].purpose
    return f"{first_capital(role)}: {said[:1].lower()}{said[1:]} {NEVER_A_RECORD.get(role, '')}".strip()
