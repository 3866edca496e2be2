"""Processes of a proof: started by forking, spoken with through a pipe, ended by the proof or by themselves."""

from __future__ import annotations

import json
import os
import select
import time
from collections.abc import Callable
from typing import Any


def spawn(work: Callable[[int], None]) -> tuple[int, int]:
    """Run `work(pipe)` in a process of its own. Gives its id and the pipe to read from."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    code = 1
    try:
        work(writing)
        code = 0
    except BaseException as fault:  # noqa: BLE001 - told to the parent, which is another process
        write_line(writing, {"fault": f"{type(fault).__name__}: {fault}"})
    finally:
        os._exit(code)


def write_line(out: int, line: dict[str, Any]) -> None:
    """One line, in one go."""
    os.write(out, (json.dumps(line, ensure_ascii=False) + "\n").encode())


def read_lines(pipe: int, until: float) -> tuple[list[dict[str, Any]], bool]:
    """Whole lines that come before the time `until`, and whether the pipe was closed."""
    held, closed = b"", False
    while not closed and (left := until - time.monotonic()) > 0:
        if select.select([pipe], [], [], left)[0]:
            part = os.read(pipe, 65536)
            held += part
            closed = not part
    return [json.loads(line) for line in held.split(b"\n")[:-1]], closed


def rest_of(pipe: int) -> list[dict[str, Any]]:
    """Whole lines that are left in the pipe of a process that has ended."""
    held = b""
    while part := os.read(pipe, 65536):
        held += part
    return [json.loads(line) for line in held.split(b"\n")[:-1]]


def answer_of(work: Callable[[int], None]) -> list[dict[str, Any]]:
    """Run `work` in a process of its own to its end; gives its lines."""
    child, pipe = spawn(work)
    lines = rest_of(pipe)
    os.waitpid(child, 0)
    os.close(pipe)
    return lines
