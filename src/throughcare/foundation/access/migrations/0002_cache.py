"""The cache that sign-in's lock-out lives in, so that it holds across processes and restarts."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """CREATE TABLE throughcare_cache (
                 cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
               CREATE INDEX throughcare_cache_expires ON throughcare_cache (expires);""",
            "DROP TABLE throughcare_cache",
        )
    ]
