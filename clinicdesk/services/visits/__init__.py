"""Combined visits: booked, placed, changed, read and handed over."""
