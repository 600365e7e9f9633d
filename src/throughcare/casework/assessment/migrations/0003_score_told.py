from django.db import migrations, models

TELL = """
UPDATE assessment_score s SET
    told_domestic_abuse = (SELECT (one->1->>'value')::boolean FROM jsonb_array_elements(s.whole->'inputs') one
        WHERE one->>0 = 'domestic_abuse' AND jsonb_typeof(one->1->'value') = 'boolean'),
    told_sexual_offence = (SELECT (one->1->>'value')::boolean FROM jsonb_array_elements(s.whole->'inputs') one
        WHERE one->>0 = 'ever_sexual_offence' AND jsonb_typeof(one->1->'value') = 'boolean')
WHERE jsonb_typeof(s.whole->'inputs') = 'array'
"""


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_carriedover")]

    operations = [
        migrations.AddField(
            model_name="score", name="told_domestic_abuse", field=models.BooleanField(null=True)
        ),
        migrations.AddField(
            model_name="score", name="told_sexual_offence", field=models.BooleanField(null=True)
        ),
        migrations.RunSQL(TELL, migrations.RunSQL.noop),
    ]
