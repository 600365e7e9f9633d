"""What the launcher says when it cannot go on."""


class Unavailable(Exception):  # noqa: N818, it reads as the sentence it says
    """The database cannot be reached or started; the message is fit for the person at the terminal."""
