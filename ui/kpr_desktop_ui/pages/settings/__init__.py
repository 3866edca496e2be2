"""The municipality, its contact persons, the look of the window, and what the program is."""
