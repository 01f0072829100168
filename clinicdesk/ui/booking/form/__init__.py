"""What the patient comes for and when it suits."""
