"""What merges carried over is kept in one table of people."""

from django.db import migrations

CARRY = """
INSERT INTO people_followed (id, merge_id, context, followed_at, moved, stood, put_back_at)
  SELECT gen_random_uuid(), merge_id, 'supervision', carried_at, moved, CASE WHEN closed_case IS NULL THEN before_closing
    ELSE before_closing || jsonb_build_object('closed_case', closed_case) END, put_back_at FROM supervision_carriedover
"""


class Migration(migrations.Migration):
    dependencies = [
        ('people', '0008_followed'),
        ('supervision', '0012_a_sentence_that_goes_on'),
    ]

    operations = [
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
        migrations.DeleteModel(name='CarriedOver'),
    ]
