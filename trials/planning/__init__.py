"""Planning a trial before its data: the plan as a value, the design that fits, and what each field means. Pure."""
