"""Is there room for a size? Better a sentence before than a process that the system ends."""

import re
import resource
import shutil
import sys
from pathlib import Path

# Bytes that a process has before it opens a library; those that opening one takes at its most, and those on disk: for a
# passage, and for each number of its vector. Measured from 50,000 to 1,000,000 passages, and a tenth or more on top.
_PROCESS = 700_000_000
_PASSAGE, _NUMBER = 4_500, 5
_DISK_PASSAGE, _DISK_NUMBER = 2_500, 12


def lacking(passages: int, dimension: int, folder: Path, measured: float | None = None) -> str | None:
    """A sentence that says what there is too little of for so many passages, or None.

    `measured` are the bytes of memory that a passage of another size took at its most.
    """
    memory = _PROCESS + passages * (measured or _PASSAGE + _NUMBER * dimension)
    disk = passages * (_DISK_PASSAGE + _DISK_NUMBER * dimension)
    for what, needed, free in (("memory", memory, free_memory()), ("disk", disk, shutil.disk_usage(folder).free)):
        if free is not None and needed > free:
            return f"{passages:,} passages need about {_gb(needed)} of {what}, and {_gb(free)} are free: left out."
    return None


def free_memory() -> int | None:
    """The bytes that a new process can have without swapping; None where the system does not tell."""
    machine = _figure(Path("/proc/meminfo"), r"MemAvailable:\s+(\d+) kB")
    most = _figure(Path("/sys/fs/cgroup/memory.max"), r"(\d+)")
    used = _figure(Path("/sys/fs/cgroup/memory.current"), r"(\d+)")
    told = [] if machine is None else [machine * 1024]
    if most is not None and used is not None:
        told.append(max(most - used, 0))
    return min(told, default=None)


def peak_mb() -> float:
    """The most memory that this process has had resident, in megabytes."""
    # Not from getrusage where it can be helped: that counts the process which this one was forked from, too.
    peak = _figure(Path("/proc/self/status"), r"VmHWM:\s+(\d+) kB")
    if peak is not None:
        return round(peak * 1024 / 1e6, 1)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1e6 if sys.platform == "darwin" else 1e3), 1)


def _figure(file: Path, pattern: str) -> int | None:
    try:
        found = re.search(pattern, file.read_text())
    except OSError:
        return None
    return int(found[1]) if found else None


def _gb(size: float) -> str:
    return f"{size / 1e9:.1f} GB"
