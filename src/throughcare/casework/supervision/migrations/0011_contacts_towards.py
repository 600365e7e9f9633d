from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0010_lowering'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('requirement_id__isnull', False)), fields=['requirement_id'], name='contacts_towards'),
        ),
    ]
