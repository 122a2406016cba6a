"""Cross-entropy, live: the server of the app. Start it with ``streamlit run streamlit_app.py``."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from core.app.previews import ROUTES, Introduced
from core.app.room.routes import Phones
from core.app.server import KeptCompressed, warmed_up

app = st.App(
    Path(__file__).parent / "core" / "app" / "entry" / "main.py",
    routes=[*Phones().routes, *ROUTES],
    middleware=[Middleware(KeptCompressed), Middleware(Introduced)],
    lifespan=warmed_up,
)
