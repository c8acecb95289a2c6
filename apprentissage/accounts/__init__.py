"""Accounts: who is there. People, and later the companies, training centres and bodies they act for.

Start with ``models.User``: an account is an e-mail address. ``siret`` is the one place that checks a SIRET.
"""
