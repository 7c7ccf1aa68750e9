"""The engines: what judges records by checked policies."""
