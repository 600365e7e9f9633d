import django.contrib.postgres.fields
from django.db import migrations, models

from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from


def tell_apart(apps, schema_editor):
    """Put the services and the last day that each text names beside it."""
    terms = apps.get_model("contracts", "Terms")._base_manager.using(schema_editor.connection.alias)
    for row in terms.all():
        agreed = agreement_from(row.text, "the terms")
        row.services, row.ends = list(agreed.services), agreed.ends
        row.save(update_fields=["services", "ends"])


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0003_left_for_each_reason'),
    ]

    operations = [
        migrations.AddField(
            model_name='terms',
            name='services',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), null=True, size=None),
        ),
        migrations.AddField(
            model_name='terms',
            name='ends',
            field=models.DateField(null=True),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop, elidable=True),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='terms',
            name='services',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), size=None),
        ),
        migrations.AlterField(
            model_name='terms',
            name='ends',
            field=models.DateField(),
        ),
        migrations.RemoveConstraint(
            model_name='terms',
            name='a_change_builds_on_terms_and_says_why',
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('builds_on', None), ('number', 1)), models.Q(('number__gt', 1), models.Q(('builds_on', None), ('builds_on__lt', models.F('number')), _connector='OR'), models.Q(('because', ''), _negated=True)), _connector='OR'), name='a_change_builds_on_terms_and_says_why'),
        ),
    ]
