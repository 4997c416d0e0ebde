"""When somebody was told what became of a scheduled file; those that failed untold are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_schedules"),
    ]

    operations = [
        migrations.AddField(
            model_name="schedulerun",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="told at"),
        ),
        migrations.AddIndex(
            model_name="schedulerun",
            index=models.Index(
                condition=models.Q(("told_at__isnull", True)), fields=["id"], name="reports_schedule_run_untold"
            ),
        ),
    ]
