"""What the pages share and what does know Streamlit: controls, links, texts, sections."""
