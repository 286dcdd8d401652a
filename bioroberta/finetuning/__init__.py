"""From annotated documents and an encoder to a tagger, its predictions and its scores."""
