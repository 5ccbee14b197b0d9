"""A questionnaire as an officer meets it: page by page. Values only; no Django in here."""
