"""What pages show: values and words for templates, one module a subject."""
