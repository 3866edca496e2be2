"""Help: the manuals, the keys, how things stand, and what to do when a machine is lost."""
