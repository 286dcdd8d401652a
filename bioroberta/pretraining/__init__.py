"""Masked language modelling of RoBERTa on the encoded blocks, on one to many workers."""
