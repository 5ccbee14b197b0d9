"""Published examples and R's answers, through the interface alone; R's numbers stand beside the call that gave them."""
