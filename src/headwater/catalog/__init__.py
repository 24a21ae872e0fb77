"""What can be asked, and what it means: rows of data with their documentation, and no I/O."""
