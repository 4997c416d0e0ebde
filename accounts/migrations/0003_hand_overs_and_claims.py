"""Hand-overs are closed as not needed, or by the portal; a run tells the reminders that it has claimed; guards."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from foundation.guards import AppendOnly, GuardOperation


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="handover",
            name="accounts_hand_over_once",
        ),
        migrations.AddField(
            model_name="confirmationnotice",
            name="claim",
            field=models.UUIDField(default=uuid.uuid4, verbose_name="run that claimed it"),
        ),
        migrations.AddField(
            model_name="handover",
            name="close_reason",
            field=models.CharField(blank=True, max_length=300, null=True, verbose_name="why it is not needed"),
        ),
        migrations.AddField(
            model_name="handover",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closed as not needed at"),
        ),
        migrations.AddField(
            model_name="handover",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="handover",
            name="because",
            field=models.CharField(max_length=500, verbose_name="because"),
        ),
        migrations.AlterField(
            model_name="handoverstep",
            name="note",
            field=models.CharField(blank=True, max_length=300, null=True, verbose_name="note"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True), ("closed_by__isnull", False), _connector="OR"),
                fields=("account", "stewardship"),
                name="accounts_hand_over_once",
                violation_error_message="This stewardship has its hand-over already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("close_reason__isnull", True), ("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(
                        ("close_reason__isnull", False),
                        ("closed_at__isnull", False),
                        models.Q(("close_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="accounts_hand_over_closed_with_reason",
                violation_error_message="A hand-over that is not needed says when it was closed, and why.",
            ),
        ),
        GuardOperation(AppendOnly("accounts_handover", may_set_once=("closed_by_id", "closed_at", "close_reason"))),
        GuardOperation(AppendOnly("accounts_handoverstep", may_set_once=("done_by_id", "done_at", "note"))),
        GuardOperation(AppendOnly("accounts_confirmationnotice")),
    ]
