"""Whether a size fits is told before it is tried."""

from pathlib import Path

from bot.room import free_memory, lacking, peak_mb


def test_fits(tmp_path: Path) -> None:
    """What is as small as a sample has room."""
    assert lacking(100, 384, tmp_path, 1000.0) is None


def test_too_large(tmp_path: Path) -> None:
    """Where memory is too little the sentence says how much is needed and how much is free."""
    sentence = lacking(1_000_000_000, 384, tmp_path)
    assert sentence is not None
    assert sentence.startswith("1,000,000,000 passages need about 6420.7 GB of memory, and ")
    assert sentence.endswith(" GB are free: left out.")


def test_disk(tmp_path: Path) -> None:
    """Where memory would do, the disk may not: a measured need of memory counts in place of the usual one."""
    sentence = lacking(1_000_000_000, 384, tmp_path, 0.001)
    assert sentence is not None
    assert "need about 7108.0 GB of disk" in sentence


def test_figures_of_the_system() -> None:
    """The memory that is free and the most that this process has had are real figures, in bytes and megabytes."""
    free = free_memory()
    assert free is not None
    assert 10_000_000 < free < 10**14
    assert 10 < peak_mb() < 10**6
