"""What changes stored surveys: what leads do with a wave, and what a respondent hands in."""
