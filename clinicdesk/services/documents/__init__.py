"""What leaves the clinic: a visit as the patient's calendar file."""
