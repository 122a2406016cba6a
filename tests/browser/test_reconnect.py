"""A server that dies under an open page: the page comes back by its link, and the reader's next move counts."""

from urllib.parse import parse_qs, urlsplit

from tests.servers import free_ports, serving

CONNECTED = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'"


def test_the_first_move_after_a_new_start_counts(visit):
    (port,) = free_ports(1)
    with serving(port) as first:
        opened = visit("likelihood?p=0.35&tosses=HTH", server=first.address)
        first.kill()
        opened.page.wait_for_function(f"!({CONNECTED})", timeout=30_000)
    with serving(port):
        opened.page.wait_for_function(CONNECTED, timeout=60_000)
        opened.page.wait_for_timeout(1000)
        opened.settle()
        opened.page.get_by_role("slider", name="p, your guess").first.press("ArrowRight")
        opened.until(lambda: parse_qs(urlsplit(opened.page.url).query) == {"p": ["0.355"], "tosses": ["HTH"]})
        assert opened.page.locator("[data-testid=stException]").count() == 0
