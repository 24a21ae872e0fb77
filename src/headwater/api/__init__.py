"""JSON over HTTP, thin: who is asking, which row of a table is meant, and how the answer is spelled."""
