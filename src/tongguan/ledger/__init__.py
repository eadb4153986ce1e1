"""The year's ledger: who has been counted, what was decided, and proof that nobody changed it.

========================  =====================================================================
``clock``                which date and year it is in China
``pepper``               the secret, the year keys made from it, and their ids
``keyring``              year keys in the ledger: found, made, proved against the pepper
``year``                 pure counting: sets of persons, their union, before / new / after
``entry``                what is asked, what is recorded, which entry may follow which
``chain``                canonical JSON, the digest of a row, the digest of its segments
``life``                 what a run's past allows, and the rows of its entries
``storage``              where a ledger is kept, and its transactions
``sqlite``, ``postgres`` the two kinds of places
``schema``, ``form``     the tables; which form they are of, making and migrating them
``store``                the statements: head, last entry of a run, persons of a year, append
``merging``              which posted runs are merged into larger sets, and which sets cover a year
``dump``                 the entries line by line; the whole ledger in another database
``verify``               every check that can be made afterwards; what is wrong comes back as values
``ledger``               :class:`~tongguan.ledger.ledger.Ledger`, which the gate and the CLI use
========================  =====================================================================

The ledger holds no identifier, name, value or file path: only run and export ids, SHA-256 of files,
counts, verdicts, and keyed pseudonyms of persons. Those are still personal information under PIPL 73
(de-identified, not anonymised) until the year's key is destroyed. Whoever chooses handler, run and
export ids and the reason of a void must not write personal data into them.

Nothing is imported here, so that the pure parts can be had without SQLAlchemy.
"""
