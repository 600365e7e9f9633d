"""What is kept for a while stays kept, however much else is: a locked account is not unlocked by many questions."""

from django.core.cache import cache

from throughcare.foundation.kernel import new_id


def test_what_was_kept_first_is_there_after_many_others_were_kept():
    first = f"0-{new_id()}"  # of the lowest key, which would be thrown away first
    cache.set(first, "locked", 600)
    for number in range(400):
        cache.set(f"9-{new_id()}", number, 600)
    assert cache.get(first) == "locked"
