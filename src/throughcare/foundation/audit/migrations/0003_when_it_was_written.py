"""When a line was written, by the database's clock, and how far the transactions of a batch reached.

Lines of before are left without it, so that what was sealed of them is still so.
"""

from django.db import migrations, models
from django.contrib.postgres.functions import TransactionNow

_LEDGERS = ("entry", "decision")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_entry_organisation")]

    operations = [
        *(migrations.AddField(name, "written_at", models.DateTimeField(null=True)) for name in _LEDGERS),
        *(
            migrations.AlterField(name, "written_at", models.DateTimeField(null=True, db_default=TransactionNow()))
            for name in _LEDGERS
        ),
        migrations.AddField("batch", "horizon", models.BigIntegerField(null=True)),
    ]
