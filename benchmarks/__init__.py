"""Measuring this project: the benchmark, and the generator of the sample scans. Not part of the product."""
