"""How much a process that parses what came from somewhere may use, and what it may not do at all."""

import contextlib
import ctypes
import mimetypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

MEMORY = 150_000_000
"""Bytes of data. With the code of the libraries, which is shared, a process stays under 200 MB."""
STEP_SECONDS = 0.7
"""Of processor time, for one page or slide, or for a step of what cannot be cut."""
FILE_SECONDS = 60
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_STATUS = Path("/proc/self/status")
_READING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class ForbiddenError(RuntimeError):
    """A parser tried what no parser needs: the network, another program, another file."""


def held_at_most() -> int:
    """The most memory, in bytes, that this process ever held."""
    try:
        # The system's other figure, ru_maxrss, begins with that of the process which started this one.
        with _STATUS.open() as told:
            (line,) = (line for line in told if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Step:
    """The processor time of a step and of a file. Who takes longer is ended by the system, also in foreign code."""

    def __init__(self) -> None:
        self._began = _used()

    def begin(self) -> None:
        """A new file begins."""
        self._began = _used()
        # The same once more, where a parser that went wrong cannot take it back.
        resource.setrlimit(resource.RLIMIT_CPU, (int(self._began) + FILE_SECONDS + 2, resource.RLIM_INFINITY))
        self.tick()

    def tick(self) -> None:
        """A new step begins. Raises `TimeoutError` when the file as a whole has taken too long."""
        if _used() - self._began > FILE_SECONDS:
            raise TimeoutError
        signal.setitimer(signal.ITIMER_PROF, STEP_SECONDS)

    def end(self) -> None:
        """Nothing is counted until the next file."""
        signal.setitimer(signal.ITIMER_PROF, 0)


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def apply() -> "Allowed":
    """Takes from this process what parsing does not need. What it returns tells which file may be opened."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    for limit, most in ((resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    with contextlib.suppress(OSError, AttributeError):
        # No network at all, where the system lets an ordinary user have that. The hook below holds everywhere.
        ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NET)
    allowed = Allowed()
    sys.addaudithook(allowed.check)
    return allowed


class Allowed:
    """Refuses what parsers never need, as Python announces it: sockets, programs, files that are not the one read."""

    def __init__(self) -> None:
        self.file = ""
        kept = {sys.prefix, sys.base_prefix, *sys.path}
        # A library of ours reads the system's list of kinds of files.
        self._code = (
            *(f"{os.path.realpath(each)}{os.sep}" for each in kept if each),
            *map(str, mimetypes.knownfiles),
            f"/proc/{os.getpid()}/status",
        )

    def check(self, event: str, given: tuple[Any, ...]) -> None:
        """The hook. Raises `ForbiddenError`."""
        if event == "open":
            self._check_open(given)
        elif event.startswith(_FORBIDDEN):
            raise ForbiddenError(event)

    def _check_open(self, given: tuple[Any, ...]) -> None:
        path, _, flags = given
        if not isinstance(path, (str, bytes)):
            return
        if isinstance(flags, int) and flags & _READING:
            raise ForbiddenError("open")
        real = os.path.realpath(os.fsdecode(path))
        if real != self.file and not real.startswith(self._code):
            raise ForbiddenError("open")

    def only(self, path: Path) -> None:
        """The one file that may be read from now on, beside the program's own code."""
        self.file = os.path.realpath(path)


_FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.remove", "os.rename",
    "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.truncate", "shutil.", "ftplib.", "smtplib.",
    "urllib.Request", "http.client.connect", "pty.spawn", "os.kill",
)  # fmt: skip
