"""Reads a listing clause by clause and says which clauses look like prohibited statements."""
