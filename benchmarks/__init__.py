"""What we promise, measured. Each module runs as a program of its own."""
