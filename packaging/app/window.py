"""Starts the window in a built program, which needs a script; `kpr_desktop_ui.__main__` is a module of a package."""

import sys

from kpr_desktop_ui.__main__ import main

sys.exit(main())
