"""Control: the log, the monthly control, deletion, files outside the vault, and what the program does not do."""
