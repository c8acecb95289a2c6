"""Pages of offers: thin functions that fetch, decide and render."""
