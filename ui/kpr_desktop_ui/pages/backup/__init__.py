"""Backups, the yearly drill, a new key, and the way back."""
