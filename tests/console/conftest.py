from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.console.house import House, form_key

Press = Callable[..., Any]


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A company with two editors, Leo and Mia, and no articles yet."""
    return House(tmp_path / "home")


@pytest.fixture
def leo(house: House) -> TestClient:
    """Leo's browser, signed in."""
    return house.enter("U0LEO")


@pytest.fixture
def press() -> Press:
    """Sends a form of a page of the console, as pressing its button does."""

    def pressed(browser: TestClient, path: str, *, page: str = "/new", **fields: Any) -> Any:
        return browser.post(path, data={"form_key": form_key(browser.get(page).text), **fields})

    return pressed
