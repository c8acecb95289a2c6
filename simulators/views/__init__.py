"""Pages of the simulators: thin functions that ask, decide and render. Nothing is stored, all is in the link."""
