"""Talks: scenes, their answers, the stage that shows them and the document that prints them."""
