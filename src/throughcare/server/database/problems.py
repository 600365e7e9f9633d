"""What the launcher says when it cannot go on."""

from throughcare.foundation.kernel import Refused


class Unavailable(Refused):
    """The database cannot be reached or started; the message is fit for the person at the terminal."""
