from bioroberta.cli import job

job("clean")
