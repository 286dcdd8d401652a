from bioroberta.cli import job

job("run")
