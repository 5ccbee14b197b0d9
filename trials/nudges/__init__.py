"""The register of nudges: what a record holds, where a suggestion comes from, and what blocks an approval. Pure."""
