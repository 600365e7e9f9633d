"""Who sent a record whose other side they did not see: somebody else rules on it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_how_common_values_are")]

    operations = [migrations.AddField("review", "sent_by", models.UUIDField(null=True))]
