"""Every sentence that a person reads: codes and parameters in, text out."""
