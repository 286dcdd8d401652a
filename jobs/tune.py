from bioroberta.cli import job

job("tune")
