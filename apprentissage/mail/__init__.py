"""Mail: an outbox. A room posts a message in its own transaction; the worker sends it once, later, and tries again.

Start with ``outbox.post``.
"""
