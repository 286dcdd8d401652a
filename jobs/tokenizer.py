from bioroberta.cli import job

job("tokenizer")
