"""Vectorised primitives over Arrow and NumPy. Nothing here knows what a person or a law is."""
