"""Keys: the key file with its slots, and the protection of single fields. Nothing here knows the database."""
