"""What the face of outcomes declares."""

from throughcare.faces.face import Command, Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    operations=("api",),
    commands=(Command("outcomes", "Measure, compare and price outcomes.", "console.measuring"),),
    entries=(
        Entry(
            "Outcomes",
            "/outcomes",
            May.LOOK_AT_OUTCOMES,
            120,
            "See what became of people, counted, never named",
        ),
        Entry(
            "Area figures",
            "/area-figures",
            May.LOOK_AT_AREA_FIGURES,
            121,
            "See how many people an area supervises, by need, tier, sentence and requirement",
        ),
    ),
    home="pages.home",
    jobs="tasks",
)
