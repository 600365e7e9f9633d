"""What the face of allocation declares."""

from throughcare.faces.face import Entry, Face
from throughcare.foundation.kernel import Permission as May

FACE = Face(
    __package__,
    routes="urls",
    operations=("api",),
    entries=(Entry("Allocation", "/allocation", May.ALLOCATE_CASE, 40),),
)
