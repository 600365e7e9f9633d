"""What merges carried over is kept in one table of people."""

from django.db import migrations

CARRY = """
INSERT INTO people_followed (id, merge_id, context, followed_at, moved, stood, put_back_at)
  SELECT gen_random_uuid(), merge_id, 'assessment', carried_at, jsonb_build_object('assessment_assessment', moved->'assessments', 'assessment_score', moved->'scores',
    'assessment_registration', moved->'registrations'), stood, put_back_at FROM assessment_carriedover
"""


class Migration(migrations.Migration):
    dependencies = [
        ('people', '0008_followed'),
        ('assessment', '0003_score_told'),
    ]

    operations = [
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
        migrations.DeleteModel(name='CarriedOver'),
    ]
