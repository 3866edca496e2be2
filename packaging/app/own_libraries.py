"""Runs before either program: what they start (a mail program, a file manager) gets the system's libraries, not ours.

The starter points the search path for libraries at the program's folder and keeps what it was under another name. This
process has read it already; it is put back for the others.
"""

import os

_PATH = "LD_LIBRARY_PATH"
_before = os.environ.pop(f"{_PATH}_ORIG", None)
if _before is None:
    os.environ.pop(_PATH, None)
else:
    os.environ[_PATH] = _before
