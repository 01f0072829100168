"""The page that a patient is given of a visit: looked at, printed, kept."""
