"""The packing engine: pure Python on the standard library, usable without the rest."""
