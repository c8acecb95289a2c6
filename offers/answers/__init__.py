"""Answers: what an employer says to a candidate, in time, and the score that shows who does.

Start with ``answering.send``, the only door by which an employer answers; ``clock`` does what time brings, ``score``
counts who answers, ``statistics`` tells an employer how its offers fare.
"""
