"""Thin pages."""
