"""retrograd in a notebook: tensors with methods, derivatives as functions, the graph of anything computed."""
