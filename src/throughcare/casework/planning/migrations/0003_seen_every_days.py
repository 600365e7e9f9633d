"""What a review says of how often the person is seen."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0002_served'),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='seen_every_days',
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('seen_every_days__range', (0, 366))), name='seen_again_within_a_year'),
        ),
    ]
