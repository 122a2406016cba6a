"""A server that dies under an open page: the page comes back by its link, and the reader's next move counts."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.servers import free_ports, serving

CONNECTED = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'"


@pytest.mark.parametrize(
    ("query", "role", "name", "key", "then"),
    [
        ("p=0.35&tosses=HTH", "slider", "p, your guess", "ArrowRight", {"p": ["0.355"], "tosses": ["HTH"]}),
        ("p=0.35", "radio", "bits", " ", {"p": ["0.35"], "units": ["bits"]}),
    ],
)
def test_the_first_move_after_a_new_start_counts(visit, query, role, name, key, then):
    (port,) = free_ports(1)
    with serving(port) as first:
        opened = visit(f"likelihood?{query}", server=first.address)
        first.kill()
        opened.page.wait_for_function(f"!({CONNECTED})", timeout=30_000)
    with serving(port):
        said = len(opened.received)
        opened.page.wait_for_function(CONNECTED, timeout=60_000)
        opened.until(lambda: len(opened.received) > said, 1500)
        opened.settle()
        opened.page.get_by_role(role, name=name).first.press(key)
        opened.until(lambda: parse_qs(urlsplit(opened.page.url).query) == then)
        assert opened.page.locator("[data-testid=stException]").count() == 0
