"""The form of a visit: what the patient comes for and when it suits."""
