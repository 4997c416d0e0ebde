"""One process tree: starts several programs, watches them, and stops them all, once and in order.

Each child gets a session of its own, so that Ctrl-C reaches only this process; it then asks each child's main
process to stop and leaves the child's own children to it. Honcho and shells signal all of them at once, and a worker
whose pool is killed under it loses its tasks.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from script.support.console import ROOT, warn

_PATIENCE = 20.0
"""Seconds that a child may take to finish what it is doing before it is killed."""

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """Something to run: what it is called in a sentence, and how it is started."""

    name: str
    command: Sequence[str]
    quiet: bool = False
    """Whether only its standard error is shown: Celery greets and says goodbye on the other one."""


def _die_with_parent() -> None:
    """On Linux, ask for SIGTERM when the parent is gone, even by `kill -9`: nothing is left running."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class ProcessTree:
    """The running programs. Use `start`, then `watch`; `watch` always stops everything before it returns."""

    def __init__(self, programs: Sequence[Program], env: Mapping[str, str]) -> None:
        self._programs = programs
        self._env = dict(env)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._signals = 0
        self._last_signal = 0.0

    def start(self) -> None:
        """Start every program."""
        for program in self._programs:
            self._running[program.name] = subprocess.Popen(
                list(program.command),
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL if program.quiet else None,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def dead(self) -> str | None:
        """The name of a program that has ended, if one has."""
        return next((name for name, process in self._running.items() if process.poll() is not None), None)

    def stop(self) -> None:
        """Ask every main process to stop, wait, and kill only what does not listen."""
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + _PATIENCE
        for name, process in self._running.items():
            while process.poll() is None and time.monotonic() < deadline and self._signals < 2:
                time.sleep(0.05)
            if process.poll() is None:
                warn(f"{name} did not stop in time and was ended.")
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._running.clear()

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        # A terminal and a parent may both pass on one and the same Ctrl-C: only a later one is a second wish.
        if time.monotonic() - self._last_signal > 1:
            self._signals += 1
        self._last_signal = time.monotonic()

    def listen(self) -> None:
        """Take Ctrl-C and SIGTERM as a wish to stop; a second one as a wish not to wait."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)

    @property
    def asked_to_stop(self) -> bool:
        """Whether somebody wants the tree to end."""
        return self._signals > 0

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """Wait until `ready()`; False when a program died, time ran out or somebody wants to stop."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.asked_to_stop and self.dead() is None:
            if ready():
                return True
            time.sleep(0.1)
        return False

    def watch(self, changed: Callable[[], bool] | None = None) -> int:
        """Run until somebody stops it or a program ends; then stop the rest. Returns the exit status.

        With `changed`, everything is started anew whenever it says so, and a program that ended waits for that.
        """
        told = False
        while not self.asked_to_stop:
            time.sleep(0.3)
            if changed is not None and changed():
                warn("Something changed: starting anew.")
                self.stop()
                self.start()
                told = False
                continue
            name = self.dead()
            if name and changed is None:
                status = self._running[name].returncode
                warn(f"{name} ended by itself (status {status}), so everything is stopped; the lines above say why.")
                self.stop()
                return 1
            if name and not told:
                warn(f"{name} ended; it is started again as soon as something changes.")
                told = True
        self.stop()
        return 0


def newest_change(folders: Sequence[Path], kinds: Sequence[str]) -> float:
    """The latest moment at which a file of these kinds was changed below these folders."""
    latest = 0.0
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix in kinds:
                latest = max(latest, path.stat().st_mtime)
    return latest
