"""The language: Python's grammar, parsed with `ast` and never executed by Python, evaluated to tensors."""
