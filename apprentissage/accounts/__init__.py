"""Accounts: who is there. People, and the companies, training centres and bodies that they act for.

Start with ``models.User``: an account is an e-mail address. ``organisations`` says what somebody acts for, ``access``
what that makes of them, ``lifecycle`` how a company is validated and by whom (``competence``, ``evidence``), ``sirene``
what the national register knows. ``siret`` is the one place that checks a SIRET, ``sign_in`` how people come in.
"""
