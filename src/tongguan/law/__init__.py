"""The law as data: dated policies, dated catalogues of sensitivity, and the pure function that applies them.

One instrument, one TOML file; released files are never edited, a new regulation is a new file. Nothing here
knows a dataset, a ledger or a clock: what was found comes in as ``Facts``, the day comes in as an argument.
"""
