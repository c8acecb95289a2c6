"""Applications: a young person asks for a place, an employer answers, and both may agree.

Start with ``lifecycle.STEPS``, then ``models.Application``.
"""
