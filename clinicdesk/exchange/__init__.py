"""Documents: what leaves or enters the clinic; plain values in, bytes out."""
