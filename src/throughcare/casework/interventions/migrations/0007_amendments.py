"""What was amended of a referral or its plan: what it said, what it says now and why, as a step of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('interventions', '0006_overflow'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='referralstep',
            name='referral_step_is_known',
        ),
        migrations.AddField(
            model_name='referralstep',
            name='changes',
            field=models.JSONField(null=True),
        ),
        migrations.AddConstraint(
            model_name='referralstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('changes__isnull', False), ('kind', 'amended'), models.Q(('note', ''), _negated=True)), models.Q(models.Q(('kind', 'amended'), _negated=True), ('changes__isnull', True)), _connector='OR'), name='an_amendment_says_what_was_and_why'),
        ),
        migrations.AddConstraint(
            model_name='referralstep',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sent', 'returned for information', 'sent again', 'accepted', 'refused', 'withdrawn', 'taken up again', 'given to a worker', 'plan sent', 'plan approved', 'plan sent back', 'session recorded', 'end asked for', 'concluded', 'transferred', 'amended', 'amendment read'])), name='referral_step_is_known'),
        ),
    ]
