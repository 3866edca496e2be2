"""The citizen's view: the same question in plain words, large, and nothing else."""
