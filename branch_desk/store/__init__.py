"""Where it is kept: SQLite and the files beside it, and the only SQL. `ledger.py` is its whole face."""
