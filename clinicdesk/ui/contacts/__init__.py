"""The call list beside the day: whom to call, what to say, what came of it."""
