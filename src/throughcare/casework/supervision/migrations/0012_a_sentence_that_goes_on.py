"""What a closed case was about may open another: a sentence that was recorded as ended by mistake goes on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0011_contacts_towards")]

    operations = [
        migrations.RemoveConstraint("matter", "matter_in_one_case_once"),
        migrations.AddConstraint(
            "matter",
            models.UniqueConstraint(fields=["kind", "about_id", "case"], name="matter_in_a_case_once"),
        ),
    ]
