"""What is looked at in a text before the TOML parser is given it."""

import re

_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""

LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{40}}")
"""A dotted key of so many parts: the parser's time and memory grow with the square of them. A text
of as many dotted words is none that a clinic needs."""
