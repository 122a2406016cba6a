"""What stands around every page: navigation, language, link, sections, and how numbers are written."""
