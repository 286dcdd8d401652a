from bioroberta.cli import job

job("evaluate")
