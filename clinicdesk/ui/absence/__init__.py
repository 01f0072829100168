"""Somebody is away: the reschedule list beside the day."""
