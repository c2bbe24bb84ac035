"""The tools of the handoff judged: standard, model, line, promises, talk and scorecard."""

from leadkit.review.tools.tools import Tools, tools

__all__ = ["Tools", "tools"]
