"""How long people wait: the service's answer, and the graph on the screen. Run by `make bench`."""
