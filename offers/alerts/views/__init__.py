"""Pages of alerts, of favourites and the feed: thin functions that fetch, decide and render."""
