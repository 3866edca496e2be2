"""The encrypted database of a vault: opening, transactions, migrations, and one repository a file."""
