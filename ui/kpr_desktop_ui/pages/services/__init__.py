"""One care service of a person."""
