"""Letters to a person: made, seen, printed, saved, delivered."""
