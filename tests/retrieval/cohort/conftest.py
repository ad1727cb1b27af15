from __future__ import annotations

from pathlib import Path

import pytest

from copilot.settings import Settings


@pytest.fixture(scope="session")
def eunomia() -> Path:
    """The sample database that `copilot setup` made."""
    file = Path(Settings().cdm_url)
    if not file.is_file():
        pytest.skip("needs the sample database: run `copilot setup --sample`")
    return file
