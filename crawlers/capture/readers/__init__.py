"""One file per site: what a person captured there, bytes in, listings or a named reason out."""
