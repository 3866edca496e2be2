"""The window of KPR Desktop: Qt only, with no SQL, cryptography, PDF or XML in it."""
