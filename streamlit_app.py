"""Cross-entropy, live: the frame around the pages. Start it with ``streamlit run streamlit_app.py``."""

from core.app.page import frame

with frame() as page:
    page.run()
