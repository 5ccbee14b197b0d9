"""What the pages of surveys read."""

from surveys.queries.instruments import frozen_instrument

__all__ = ["frozen_instrument"]
