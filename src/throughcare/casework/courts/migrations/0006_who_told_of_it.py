"""What told of an event of a sentence: the result of the court, where there was one."""

import django.db.models.deletion
from django.db import migrations, models

# Events written before named the result in words alone: of the court's own words, on the same person and day.
_FILL = """
UPDATE courts_sentenceevent e SET told_by_id = (
    SELECT a.id FROM courts_appearance a WHERE a.person_id = e.person_id AND a.on = e.on
      AND e.because = 'result ' || a.result_ref || ' of the court' AND (a.replaced_at IS NULL OR a.replaced_at > e.at)
    ORDER BY a.replaced_at NULLS LAST LIMIT 1)
  WHERE e.because LIKE 'result % of the court'"""


class Migration(migrations.Migration):
    dependencies = [("courts", "0005_sentences_as_courts_give_them")]

    operations = [
        migrations.AddField(
            model_name="sentenceevent",
            name="told_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="courts.appearance"
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
