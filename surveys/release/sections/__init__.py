"""The sections of a release, one file each: make(material) gives the section, or None where it does not apply."""
