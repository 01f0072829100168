"""The problem and its rules: values, what a placement blocks, what it costs, what it breaks."""
