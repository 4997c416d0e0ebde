"""An export says whether it was asked for as somebody who sees everything; the column never changes either."""

from django.db import migrations, models

from foundation.guards import AppendOnly, GuardOperation


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="export",
            name="saw_everything",
            field=models.BooleanField(default=False, verbose_name="asked as somebody who sees everything"),
        ),
        GuardOperation(
            AppendOnly(
                "reports_export",
                may_set_once=("job_id", "made_at", "rows", "data_sha256", "file_id", "keep_until", "let_go_at"),
            )
        ),
    ]
