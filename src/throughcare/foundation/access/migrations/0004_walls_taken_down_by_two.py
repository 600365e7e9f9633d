"""A wall comes down by two people, with a reason; an agreement is ended with one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_tokens_end_with_the_password")]

    operations = [
        migrations.AddField("ethicalwall", "asked_down_by", models.UUIDField(null=True)),
        migrations.AddField("ethicalwall", "asked_down_because", models.CharField(max_length=300, blank=True, default=""), preserve_default=False),
        migrations.AddField("sharingagreement", "ended_because", models.CharField(max_length=300, blank=True, default=""), preserve_default=False),
        migrations.AddConstraint(
            "ethicalwall",
            models.CheckConstraint(
                name="wall_asked_down_by_whom_and_why",
                condition=models.Q(asked_down_by=None, asked_down_because="")
                | (models.Q(asked_down_by__isnull=False) & ~models.Q(asked_down_because="")),
            ),
        ),
    ]
