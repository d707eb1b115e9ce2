"""The graph JSON: its schema, and how tensors become one."""
