"""What several tests share: numbers, vaults, clocks, windows."""
