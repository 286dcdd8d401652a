from bioroberta.cli import job

job("pretrain")
