"""Intake: offers that come in from files of partners and of the State.

Start with ``running.Import``. ``reading`` cuts any file into items, ``mappings`` turn an item into an
``OfferRecord`` or refuse it with a code and a sentence, ``writer`` puts records in the database. A refused item never
stops a file; a killed import goes on where its last batch ended.
"""
