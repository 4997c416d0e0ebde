"""Entries by act and moment: what was decided in a time is found and counted out of the index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_longer_clauses"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["act", "at", "id"], name="audit_entry_act"),
        ),
    ]
