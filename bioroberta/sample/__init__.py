"""Sample data written for this project: nine corpora, three NER sets, a classification set, and their generator."""
