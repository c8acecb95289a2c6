"""The pages of employers: their offers, the form of one, and what becomes of it."""
