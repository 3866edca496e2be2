"""Before anybody is logged in: the first run, and the log-in."""
