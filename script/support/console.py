"""How the commands speak: short lines on the terminal, and sentences where something is missing."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]


class Stop(Exception):
    """Ends a command with a sentence for the person at the terminal; the exit status is 1."""


def say(sentence: str) -> None:
    """One line on the terminal, at once."""
    print(sentence, flush=True)


def warn(sentence: str) -> None:
    """One line on the standard error: something is missing, but the work goes on."""
    print(sentence, file=sys.stderr, flush=True)


class Parser(argparse.ArgumentParser):
    """An argument parser that answers a wrong option with a sentence."""

    def error(self, message: str) -> NoReturn:
        """Say what was wrong with the options and how to see the right ones."""
        text = message[:1].upper() + message[1:]
        self.exit(2, f"{text.rstrip('.')}. See {self.prog} --help.\n")


def quietly(
    command: Sequence[str | Path], *, doing: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> None:
    """Run a command whose output matters only when it fails; then show it, and stop with a sentence."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(env) if env is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Stop(f"{doing} failed: {command[0]} is not installed.") from error
    if done.returncode:
        warn(done.stdout.rstrip())
        raise Stop(f"{doing} failed; the lines above say why.")
