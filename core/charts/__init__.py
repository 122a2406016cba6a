"""Tidy data to Altair charts; knows no Streamlit."""
