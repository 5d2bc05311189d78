"""What can go wrong between Slack and an app, to be switched on while the workspace runs."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class MethodFault:
    """`times` calls still to fail with `status`, 429 (after `retry_after` seconds) or 500."""

    times: int
    status: int
    retry_after: int


@dataclass(slots=True)
class Faults:
    """Every fault is off at first. Set a field, or call `fail` or `slow`; `clear` switches all off again.

    delivery_delay: seconds before each delivery to the app.
    ack_delay: seconds by which the app's acknowledgement comes late.
    copies: how often each payload is delivered; 1 is once.
    drop_first: how many of the next deliveries never reach the app, so that Slack sends them again.
    reverse: events are held until this many have come, or a second has gone by, then delivered last first.
    """

    delivery_delay: float = 0.0
    ack_delay: float = 0.0
    copies: int = 1
    drop_first: int = 0
    reverse: int = 0
    failing: dict[str, MethodFault] = field(default_factory=dict)
    slowed: dict[str, float] = field(default_factory=dict)

    def fail(self, method: str, times: int = 1, *, status: int = 500, retry_after: int = 1) -> None:
        """Make the next `times` calls of `method` fail with `status` 429 or 500."""
        if status not in (429, 500):
            raise ValueError(f"status {status}: 429 and 500 are accepted")
        self.failing[method] = MethodFault(times, status, retry_after)

    def slow(self, method: str, seconds: float) -> None:
        """Make every call of `method` take `seconds` longer; 0 ends that."""
        self.slowed[method] = seconds

    def clear(self) -> None:
        """Switch every fault off."""
        self.delivery_delay = self.ack_delay = 0.0
        self.copies, self.drop_first, self.reverse = 1, 0, 0
        self.failing.clear()
        self.slowed.clear()

    def dropping(self) -> bool:
        """Whether this delivery is to be lost; counts it when so."""
        lost = self.drop_first > 0
        self.drop_first -= lost
        return lost

    def failure(self, method: str) -> MethodFault | None:
        """The fault that this call of `method` meets, or None; counts it when there is one."""
        fault = self.failing.get(method)
        if fault is None or fault.times <= 0:
            return None
        fault.times -= 1
        return fault
