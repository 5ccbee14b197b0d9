"""Pictures of a release, as SVG; importing this loads no drawing library."""

from .drawing import Drawing
from .released import draw_release

__all__ = ["Drawing", "draw_release"]
