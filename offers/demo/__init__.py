"""The demonstration: fictional offers, marked as such, so that a search finds something on a fresh machine.

Start with ``generator.Generator``. Employers, numbers and texts are invented; the SIRETs are well-formed but begin with
000, the mail addresses end with ``.example`` and the telephone numbers are those that Arcep keeps for fiction.
"""
