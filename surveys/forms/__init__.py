"""The forms of surveys, for leads."""
