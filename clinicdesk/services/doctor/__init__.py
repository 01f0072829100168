"""What somebody who helps must know about this computer and a clinic's file; nothing personal."""
