from bioroberta.cli import job

job("dedup")
