"""The recovery sheet: made and typed back, and used before log-in."""
