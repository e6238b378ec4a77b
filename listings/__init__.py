"""The shared words of Soi: records, errors, ports and pure normalisers. Standard library only."""
