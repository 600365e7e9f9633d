"""What the face of allocation declares."""

from throughcare.faces.face import Command, Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    operations=("api",),
    commands=(Command("workload", "Bring in staff's terms, hours off and past weeks.", "console", "worker"),),
    entries=(Entry("Allocation", "/allocation", May.ALLOCATE_CASE, 40),),
)
