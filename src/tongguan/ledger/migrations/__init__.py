"""The tables of a ledger, from one form to the next (Alembic). ``tongguan ledger migrate`` runs them."""
