"""The flow of a day: who is where, who runs late, what is still open, what the desk is asked."""
