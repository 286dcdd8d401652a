from bioroberta.cli import job

job("ingest")
