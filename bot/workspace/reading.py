"""JSON from outside, read so that nothing in it can stop the workspace later."""

import json
from typing import Any


def decoded(raw: bytes | str) -> Any:
    """What `raw` holds; ValueError when it is not JSON. Half characters, which no page could be sent, become "?"."""
    found = json.loads(raw)
    plain = json.dumps(found, ensure_ascii=False, allow_nan=False)
    try:
        plain.encode()
    except UnicodeEncodeError:
        return json.loads(plain.encode(errors="replace"))
    return found
