"""Practice with stories that have agreed scores. Training vaults only."""
