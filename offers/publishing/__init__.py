"""Publishing: an employer writes an offer, rules read it, and it lives until it is filled."""
