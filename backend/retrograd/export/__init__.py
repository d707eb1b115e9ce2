"""A program's graph as files that run or print without retrograd: NumPy, PyTorch, DOT, TikZ."""
