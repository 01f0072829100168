"""Views: the window, its pages and panels; no rules, no SQL."""
