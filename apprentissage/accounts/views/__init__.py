"""The pages of organisations: opening one, its people, and the desk of the officer who checks it."""
