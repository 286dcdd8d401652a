"""Models served over HTTP: a Ray Serve application of one gateway and one deployment a model."""
