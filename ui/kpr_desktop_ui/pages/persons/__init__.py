"""Finding, reading and changing persons."""
