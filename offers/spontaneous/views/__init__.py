"""Pages of the companies open to apprentices."""
