"""Data shipped with the program: code books, texts, fonts, icons and schemas. No code lives here."""
