# A length becomes the court's words, and the day a sentence ends the last on which it is in force.

from dataclasses import replace

import django.db.models.deletion
import django.db.models.expressions
import throughcare.foundation.kernel.ids
from django.db import migrations, models

from throughcare.casework.courts.rules.runs import Link, link_fault, reach
from throughcare.casework.courts.rules.terms import read_term
from throughcare.casework.courts.rules.words import Runs, SentenceKind

AS_WORDS = """
ALTER TABLE courts_sentence ALTER COLUMN length TYPE varchar(60) USING
  CASE WHEN length IS NULL OR unit = '' THEN '' ELSE length || ' ' || CASE WHEN length = 1 THEN rtrim(unit, 's') ELSE unit END END;
ALTER TABLE courts_sentence ALTER COLUMN length SET NOT NULL;
UPDATE courts_sentence SET suspended = custody_months || CASE WHEN custody_months = 1 THEN ' month' ELSE ' months' END
  WHERE custody_months IS NOT NULL AND kind = 'suspended sentence order';
UPDATE courts_sentence SET minimum_term = length, length = '' WHERE kind = 'life sentence' AND length <> '';
"""


def work_out(apps, schema_editor):
    """Name the sentence each one stands beside, and work out again when each begins and ends."""
    sentences = apps.get_model("courts", "Sentence")._base_manager.using(schema_editor.connection.alias)
    rows = list(sentences.select_related("appearance"))
    by_ref = {(row.appearance.court_code, row.appearance.result_ref): row for row in rows}
    for row in rows:
        other = by_ref.get((row.appearance.court_code, row.runs_with)) if row.runs_with else None
        row.named_id = other.id if other is not None and other.person_id == row.person_id else None
    links = {row.id: _link(row) for row in rows}
    for key, row in zip(links, rows, strict=True):
        if links[key].follows and link_fault(key, links):
            row.named_id = None
            links[key] = replace(links[key], named=None)
    for row in rows:
        reached = reach(row.id, links)
        row.begins_on, row.ends_on = reached.begins_on, reached.ends_on
    sentences.bulk_update(rows, ["named", "begins_on", "ends_on"], batch_size=2000)


def _link(row):
    terms = (read_term(row.length),) if row.length else ()
    return Link(SentenceKind(row.kind), row.imposed_on, terms, Runs(row.runs), row.named_id)


class Migration(migrations.Migration):

    dependencies = [
        ('courts', '0004_messages_of_courts'),
    ]

    operations = [
        migrations.CreateModel(
            name='CorrectedResult',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('unit_id', models.UUIDField()),
                ('line', models.IntegerField()),
                ('court_code', models.CharField(max_length=10)),
                ('result_ref', models.CharField(max_length=60)),
                ('digest', models.CharField(max_length=64)),
                ('fields', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'waiting to be accepted'), ('accepted', 'accepted'), ('declined', 'declined')], default='waiting', max_length=12)),
                ('because', models.CharField(blank=True, max_length=500)),
                ('version', models.IntegerField(default=1)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='appearance',
            name='result_recorded_once',
        ),
        migrations.RemoveConstraint(
            model_name='appearance',
            name='appearance_outcome_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='organisationresult',
            name='organisation_outcome_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='import',
            name='import_loses_no_row',
        ),
        migrations.RemoveConstraint(
            model_name='sentence',
            name='sentence_state_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='sentence',
            name='sentence_ended_has_a_day',
        ),
        migrations.AddField(
            model_name='appearance',
            name='deferred_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='appearance',
            name='replaced_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='appearance',
            name='said',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='import',
            name='waiting',
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name='sentence',
            name='begins_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='sentence',
            name='extension',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='sentence',
            name='minimum_term',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='sentence',
            name='named',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courts.sentence'),
        ),
        migrations.AddField(
            model_name='sentence',
            name='suspended',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.RunSQL(
            AS_WORDS,
            state_operations=[
                migrations.AlterField(
                    model_name='sentence',
                    name='length',
                    field=models.CharField(blank=True, max_length=60),
                ),
            ],
        ),
        migrations.RunPython(work_out, elidable=True),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"),
        migrations.AlterField(model_name='sentence', name='begins_on', field=models.DateField()),
        migrations.RemoveField(
            model_name='sentence',
            name='custody_months',
        ),
        migrations.RemoveField(
            model_name='sentence',
            name='unit',
        ),
        migrations.AddIndex(
            model_name='sentence',
            index=models.Index(condition=models.Q(('named__isnull', False)), fields=['named'], name='sentence_named'),
        ),
        migrations.AddConstraint(
            model_name='appearance',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('court_code', 'result_ref'), name='result_recorded_once'),
        ),
        migrations.AddConstraint(
            model_name='appearance',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['listed', 'sentenced', 'report requested', 'adjourned', 'committed to crown court', 'sentenced without probation', 'warrant', 'dismissed', 'sentence deferred', 'breach proved', 'breach not proved', 'order continues', 'order revoked'])), name='appearance_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('lines', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('recorded'), '+', models.F('repeated')), '+', models.F('refused')), '+', models.F('waiting')))), name='import_loses_no_row'),
        ),
        migrations.AddConstraint(
            model_name='sentence',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['in force', 'in breach', 'revoked', 'completed', 'ended by death', 'quashed', 'set aside', 'recorded in error', 'replaced'])), name='sentence_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='sentence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('state__in', ['in force', 'in breach'])), models.Q(models.Q(('state__in', ['in force', 'in breach']), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='sentence_ended_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='sentence',
            constraint=models.CheckConstraint(condition=models.Q(('begins_on__gte', models.F('imposed_on')), models.Q(('ends_on', None), ('ends_on__gte', models.F('begins_on')), _connector='OR')), name='sentence_ends_after_it_begins'),
        ),
        migrations.AddField(
            model_name='correctedresult',
            name='brought',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courts.import'),
        ),
        migrations.AddField(
            model_name='upload',
            name='accepts',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courts.correctedresult'),
        ),
        migrations.AddIndex(
            model_name='correctedresult',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['unit_id', 'brought', 'line'], name='corrected_waiting'),
        ),
        migrations.AddConstraint(
            model_name='correctedresult',
            constraint=models.UniqueConstraint(fields=('court_code', 'result_ref', 'digest'), name='corrected_result_waits_once'),
        ),
        migrations.AddConstraint(
            model_name='organisationresult',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['listed', 'sentenced', 'report requested', 'adjourned', 'committed to crown court', 'sentenced without probation', 'warrant', 'dismissed', 'sentence deferred', 'breach proved', 'breach not proved', 'order continues', 'order revoked'])), name='organisation_outcome_is_known'),
        ),
    ]
