"""Differentiation: reverse mode, forward mode, and finite differences to check them by."""
