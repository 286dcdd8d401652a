from bioroberta.cli import job

job("encode")
