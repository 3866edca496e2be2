"""What a citizen may ask for, who has been given what, and guidance on reservation."""
