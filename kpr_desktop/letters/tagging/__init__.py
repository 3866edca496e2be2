"""Tagged and archival PDF: a tree of what a text is, a canvas that marks what is drawn with it, and the finished file.

Knows nothing of letters. PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one file; docs/decisions/0016-letters.md.
"""
