"""The code book: variables, scales, code lists, rules and texts as data, behind one strict loader."""
