"""The work list: where a day begins."""
