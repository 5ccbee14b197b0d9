"""The forms of trials: each checks what a person typed and gives it on as values."""
