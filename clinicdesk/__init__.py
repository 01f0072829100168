"""ClinicDesk: coordinated same-day visits for an integrated spine clinic."""

__version__ = "0.1.0"
