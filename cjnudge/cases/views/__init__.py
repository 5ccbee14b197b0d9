"""The pages of snapshots, measures, the glossary and the practice space."""
