"""Consents to ask others about a person."""
