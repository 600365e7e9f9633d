"""What merges carried over is kept in one table of people."""

from django.db import migrations

CARRY = """
INSERT INTO people_followed (id, merge_id, context, followed_at, moved, stood, put_back_at)
  SELECT gen_random_uuid(), merge_id, 'courts', carried_at, moved, '{}', put_back_at FROM courts_carriedover
"""


class Migration(migrations.Migration):
    dependencies = [
        ('people', '0008_followed'),
        ('courts', '0008_what_is_taken_back'),
    ]

    operations = [
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
        migrations.DeleteModel(name='CarriedOver'),
    ]
