"""A server that has just been started: links into every page stand at once, in both languages."""

import asyncio

from core.app.frame.catalogue import TOPICS
from core.app.wording.language import LANGUAGES
from tests.readers import Reader
from tests.servers import serving

# page → an entry of its link that is not the default
ENTRIES = {
    "home": "z0=6",
    "formulas": "z=-3",
    "training_race": "section=law",
    "likelihood": "p=0.25",
    "kl_divergence": "section=letters",
    "predictions": "source=sample",
}


def test_the_very_first_visits_come_by_deep_links():
    async def come(address: str, page: str, language: str) -> tuple[list[str], str, list[str]]:
        async with Reader(address) as reader:
            await reader.open("" if page == "home" else page, f"{ENTRIES[page]}&lang={language}")
            assert reader.charts(), page
            return reader.troubles, reader.link["query"], reader.words()

    async def all_at_once(address: str) -> None:
        visits = [(page, language) for page in TOPICS for language in LANGUAGES]
        found = await asyncio.gather(*(come(address, *visit) for visit in visits))
        for (page, language), (troubles, query, words) in zip(visits, found, strict=True):
            assert troubles == []
            assert set(query.split("&")) == {ENTRIES[page], f"lang={language}"}
            assert any("\u4e00" <= sign <= "\u9fff" for sign in "".join(words)) == (language == "zh")

    with serving() as server:
        asyncio.run(all_at_once(server.address))
        assert server.complaints() == []
