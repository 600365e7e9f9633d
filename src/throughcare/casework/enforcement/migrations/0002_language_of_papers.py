"""Adds the language that a paper is written in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds one column; what was written before is in English."""

    dependencies = [("enforcement", "0001_initial")]

    operations = [
        migrations.AddField(model_name="paper", name="language", field=models.CharField(default="en", max_length=2)),
    ]
