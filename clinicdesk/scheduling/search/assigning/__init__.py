"""Who does a step: resources that can stand for each other, and what is occupied already."""
