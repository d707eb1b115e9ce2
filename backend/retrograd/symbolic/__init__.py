"""Gradients as formulas: the recorded backward pass, read as one simplified expression in the program's names."""
