"""The lock: what makes it come, what it does, and what it keeps."""
