"""Making files for the register."""
