"""What has changed in an open clinic, and how it stands with its file."""
