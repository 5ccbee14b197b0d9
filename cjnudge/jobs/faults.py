"""What is logged of an unexpected error: where it was, not the values it happened on."""

import traceback


def trace_without_values(error):
    """Traceback and type of an error and of its causes; not their messages, which may quote personal data."""
    parts = []
    while error is not None:
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nwhich came from:\n".join(parts)
