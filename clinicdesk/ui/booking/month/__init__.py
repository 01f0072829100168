"""The coming days in weeks: on which of them the whole visit fits."""
