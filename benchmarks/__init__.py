"""How fast the engine is beside others, how it grows, and how long people wait. Run by `make bench`."""
