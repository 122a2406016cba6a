"""What runs for a reader at every visit and every move: the frame, and the page within it.

It stands alone in its folder, since Streamlit puts the folder of its script first on the path of imports.
"""

from core.app.shell import frame

with frame() as show:
    show()
