"""One person's case to another program and back, as a file."""
