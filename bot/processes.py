"""Work in a process of its own: its memory is its own, and so is its end."""

import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any


class Ended(RuntimeError):
    """The process ended without a result: the text says how."""


def in_own_process(work: Callable[..., Any], *given: Any) -> Any:
    """What `work(*given)` returns. All of it must pass between processes. Raises what it raises, and `Ended`."""
    context = get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sending, work, given), daemon=True)
    process.start()
    sending.close()
    try:
        done, outcome = receiving.recv()
    except EOFError:
        process.join()
        raise Ended(_how(process.exitcode or 0)) from None
    except BaseException:
        process.terminate()
        raise
    finally:
        process.join()
    if not done:
        raise outcome
    return outcome


def _send(sending: Connection, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is heard by whoever waits for this process, and ends it
    outcome: tuple[bool, Any]
    try:
        outcome = True, work(*given)
    except Exception as problem:
        outcome = False, problem
    sending.send(outcome)


def _how(code: int) -> str:
    if code == -signal.SIGKILL:
        return "the system ended its process, as it does where memory runs out"
    return f"its process ended with exit code {code}"
