"""Who may see whom: reasons, emergency access, blocks, assignments and the authorisation register."""
