"""The waitlist: who wants to come earlier than is booked, and who could now."""
