"""Temporary."""

import streamlit as st

from core.app import controls
from core.app.fields import Choice, Number
from core.app.page import begin

page = begin("likelihood")
st.title("likelihood")
z = controls.slider("z", "z", Number(4.0, -10.0, 10.0, 0.1), page.text)
c = controls.choice("mode", "mode", Choice("a", ("a", "b")), page.text, {"a": "Alpha", "b": page.text("units")})
st.write("value", z, c, page.units.name, page.text.language)
