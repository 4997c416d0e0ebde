"""What happens by the clock; safe to repeat."""

from celery import shared_task

from foundation.actor import Actor
from reports import services


@shared_task(name="reports.run_schedules", ignore_result=True)
def run_schedules() -> int:
    """Every minute: have the reports made whose time has come, and tell of those that will not come."""
    by = Actor.of_system("scheduled reports")
    services.tell_of_failures(by=by)
    return services.run_schedules(by=by)


@shared_task(name="reports.let_go_old_exports", ignore_result=True)
def let_go_old_exports() -> int:
    """Daily: let files go that were kept for thirty days."""
    return services.let_go_old_exports(by=Actor.of_system("exports that were kept long enough"))
