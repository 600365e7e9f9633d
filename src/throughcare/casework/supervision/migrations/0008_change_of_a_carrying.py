from django.db import migrations


class Migration(migrations.Migration):
    """The column held the carrying over that it lets the service see for, under another name."""

    dependencies = [("supervision", "0007_joint_work")]

    operations = [migrations.RenameField("modelchange", "in_force_id", "carrying_id")]
