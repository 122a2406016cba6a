"""The room: people answer a scene's question on their phones, and the stage shows what the hall thinks."""
