"""What tests of several processes share."""

import pytest

from tests.servers import fetch
from tests.slow.balancer import nginx_path


@pytest.fixture(scope="session")
def nginx() -> str:
    """The program, fetched with apt where it is missing: Debian as root."""
    if nginx_path() is None:
        fetch("nginx")
    path = nginx_path()
    assert path is not None, "this test needs nginx, and it could not be had"
    return path
