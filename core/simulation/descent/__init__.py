"""The engine: models, optimisers, one descent, its trajectory and what it may be trusted for."""
