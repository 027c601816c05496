"""Every Japanese word of bags: packing, the second person's check, dispatch; services, command line and screen."""

from __future__ import annotations

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {}
