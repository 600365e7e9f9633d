"""Agreements and grants say which parts of a record they open; what stands opens what its purpose does."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from throughcare.foundation.access.parts import purposes


def open_what_the_purpose_does(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Fill in agreements; grants are brought in line as the walls are put in force."""
    agreements = apps.get_model("access", "SharingAgreement").objects.using(schema_editor.connection.alias)
    for purpose in purposes().values():
        agreements.filter(purpose=purpose.name).update(parts=list(purpose.opens))


def everything() -> list[str]:
    """What every grant opened before it said so; those that run are brought in line as the walls are put in force."""
    return ["everything"]


class Migration(migrations.Migration):
    dependencies = [("access", "0005_tokens_for_one_thing")]

    operations = [
        migrations.AddField(
            "sharingagreement", "parts", ArrayField(models.CharField(max_length=20), default=list), preserve_default=False
        ),
        migrations.AddField(
            "grant", "parts", ArrayField(models.CharField(max_length=20), default=everything), preserve_default=False
        ),
        migrations.RunPython(open_what_the_purpose_does, migrations.RunPython.noop),
    ]
