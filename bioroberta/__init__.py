"""Spanish biomedical language models on Ray: raw corpora in, a served model out."""

__version__ = "0.1.0"
