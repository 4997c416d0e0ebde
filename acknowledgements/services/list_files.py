"""The worker's part of acting on a list: going on behind the last line, and the file of many slips at the end."""

from __future__ import annotations

from tempfile import TemporaryFile

from acknowledgements.handouts import write_slips
from acknowledgements.listing import slips_of_list
from acknowledgements.models import ListAct
from acknowledgements.services.acting_on_lists import do_rest
from acknowledgements.sheets import PART
from foundation import clock
from foundation.files.services import store
from foundation.jobs.running import JobRun
from foundation.numbers import how_many


def run_job(run: JobRun) -> None:
    """The job's handler; safe to repeat: what has its line is done, and a file is made again."""

    def progress(done: int, total: int) -> None:
        run.progress(done, total, f"{done:,} of {how_many(total, 'person', 'people')} dealt with")

    act = ListAct.objects.select_related("campaign__version__regulation", "asked_by").get(pk=run.parameters["list"])
    act = do_rest(by=run.actor, act=act, hold=run.hold, is_stopped=lambda: run.cancelled, progress=progress)
    slips = slips_of_list(act)
    if act.ended_at is None or len(slips) <= PART:
        return

    def made(done: int) -> None:
        run.progress(done, len(slips), f"{done:,} of {how_many(len(slips), 'slip')} made")

    with TemporaryFile() as spool:
        name = write_slips(act.campaign, f"slips-{act.pk}", slips, spool, clock.now(), made)
        spool.seek(0)
        run.attach(store(by=run.actor, name=name, content=spool, purpose="export", subject=run.job))
