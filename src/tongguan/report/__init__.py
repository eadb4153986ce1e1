"""Renderings of a scan and a verdict for people. None adds a fact."""
