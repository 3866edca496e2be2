"""`make bench`: how fast it is. Ratios within one run bind; absolute figures are aims."""
