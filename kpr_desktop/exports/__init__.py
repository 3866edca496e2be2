"""One self-contained writer per format and version, the registry that knows them, and the outbox."""
