"""What the account's password came down to when a token was made: a token of before this is over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0002_cache")]

    operations = [
        migrations.AddField("token", "password", models.CharField(max_length=128, blank=True, default=""), preserve_default=False)
    ]
