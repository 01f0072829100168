"""The flow of the day at the desk: who is where, who comes in, who runs late."""
