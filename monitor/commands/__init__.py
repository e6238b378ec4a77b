"""The sub-commands of `soi`: one file each, one line in the catalogue."""
