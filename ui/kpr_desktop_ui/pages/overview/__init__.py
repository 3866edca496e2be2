"""The unit's own work in pictures and tables."""
