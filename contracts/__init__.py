"""Contracts: from agreement to registration and aid, then the life of the contract.

Start with ``rules``: the checks of the law, pure. This room stands above all the others.
"""
