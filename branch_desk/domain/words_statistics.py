"""Every Japanese word of 集計 and 欠番表; services, command line, screen and table."""

from __future__ import annotations

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {}
