"""Companies open to apprentices without an offer: who lists them, who sees them, how they take themselves off.

Start with ``models.Listing``. A company lists itself, or its chamber does and tells it; one click takes it off.
"""
