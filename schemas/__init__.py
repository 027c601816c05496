"""Data, not code: the SQL of the ledger, the JSON Schemas of what is exchanged, the catalogue and the guidance."""

from __future__ import annotations

from importlib import resources


def read_text(name: str) -> str:
    """One file of this folder, by its path with slashes; works from source, from an installed package and frozen."""
    return resources.files(__name__).joinpath(*name.split("/")).read_text(encoding="utf-8")
