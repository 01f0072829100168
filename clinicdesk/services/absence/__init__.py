"""A day whose practitioner is away: proposed anew, looked at, and accepted as one change."""
