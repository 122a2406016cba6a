"""What the tests of a room share."""

from core.app.room.question import Question

ROOM = {"secret": "s" * 22, "version": "0", "question": Question().text(), "taking": "", "rights": "{}"}
