from bioroberta.cli import job

job("deploy")
