"""Which resources do a step: pools of interchangeable ones first, then one for each need."""
