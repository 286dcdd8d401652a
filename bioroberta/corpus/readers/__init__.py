"""Readers of source formats: a decompressed stream of bytes in, one item a record out."""
