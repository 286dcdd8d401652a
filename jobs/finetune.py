from bioroberta.cli import job

job("finetune")
