"""Reads articles from whatever a company keeps them in: `read` at once, `stream` one by one."""

from knowledge.loading.folders import Problem
from knowledge.loading.reading import Loaded, Taken, read, stream

__all__ = ["Loaded", "Problem", "Taken", "read", "stream"]
