"""retrograd: computational graphs of tensor programs, with every step of their gradients."""
