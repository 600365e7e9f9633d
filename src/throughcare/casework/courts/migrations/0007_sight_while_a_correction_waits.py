"""Sight of whose result is recorded, for the team that decides on a corrected one, while that waits."""

import django.contrib.postgres.fields.ranges
from django.db import migrations

# Those that wait today were decided without it; whoever decides on them looks first too.
_FILL = """
UPDATE courts_correctedresult c SET sees = tstzrange(b.at,
    CASE c.state WHEN 'waiting' THEN greatest(b.at, now()) + interval '28 days' ELSE b.at END)
  FROM courts_import b WHERE b.id = c.brought_id"""


class Migration(migrations.Migration):
    dependencies = [("courts", "0006_who_told_of_it")]

    operations = [
        migrations.AddField(
            "correctedresult", "sees", django.contrib.postgres.fields.ranges.DateTimeRangeField(null=True)
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "correctedresult", "sees", django.contrib.postgres.fields.ranges.DateTimeRangeField()
        ),
    ]
