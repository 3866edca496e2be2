"""Starts the headless commands in a built program."""

import sys

from kpr_desktop.cli import main

sys.exit(main())
