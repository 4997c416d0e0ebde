"""What happens by the clock; safe to repeat."""

from celery import shared_task

from foundation.actor import Actor
from reviews import services


@shared_task(name="reviews.step_up", ignore_result=True)
def step_up() -> int:
    """Tell authorities what waits too long."""
    return services.step_up(by=Actor.of_system("posts that wait"))
