"""A step done under a requirement is recorded beside its beginning: its key stands where a reason does."""

from django.db import migrations, models

_HELD, _STEP = models.Q(word="held"), models.Q(word="step")
_SAYS_WHY = models.Q(_HELD, ~models.Q(reason=""), until__isnull=False)
_SAYS_WHICH = models.Q(_STEP, ~models.Q(reason=""), until=None)
_SAYS_NONE = models.Q(~_HELD, ~_STEP, reason="", until=None)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0020_recalled")]

    operations = [
        migrations.RemoveConstraint("Beginning", "beginning_word_is_known"),
        migrations.RemoveConstraint("Beginning", "a_reason_to_wait_holds_until_a_day"),
        migrations.AddConstraint(
            "Beginning",
            models.CheckConstraint(
                condition=models.Q(("word__in", ["begun", "held", "step", "taken back"])), name="beginning_word_is_known"
            ),
        ),
        migrations.AddConstraint(
            "Beginning",
            models.CheckConstraint(
                condition=_SAYS_WHY | _SAYS_WHICH | _SAYS_NONE, name="a_reason_to_wait_holds_until_a_day"
            ),
        ),
    ]  # fmt: skip
