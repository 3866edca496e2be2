"""The tour: the whole job in the real window, by keyboard alone."""
