"""Natural persons: sets of keys that merge, and the two numbers that are read off them.

=============  ====================================================================
``people``     :class:`~tongguan.persons.people.People`, the set, and how keys are made
``groups``     the keys of one identifier seen together
``counting``   ``high`` and ``low``: never below the truth, and what must be different people
``reading``    which of the readings the law leaves open a number is given under
=============  ====================================================================

Used by the scan for one export, and by the ledger for a year: a year is an export that took longer.
"""
