"""A problem made ready for packing: whole units, masks, and what each request is made of."""
