"""The search: from what a visitor typed to the page of offers that answers it.

Start with ``search.search_offers``, which reads like the story of one search: understand the words, find the place,
ask the database once, tell what was found and what would open more doors. ``results`` says what a page may show,
``words`` how a text is understood, ``document`` what the database indexes, ``candidates`` the one statement that finds,
counts and sorts.
"""
