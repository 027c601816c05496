"""Every Japanese word of 要対応: what is late, 所在調査, 経過書, 本日の締め; services, command line and screen."""

from __future__ import annotations

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {}
