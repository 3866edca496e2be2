"""The parts of `kpr`: its console, opening a vault, and the commands that care for one."""
