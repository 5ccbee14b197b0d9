"""What R answered to the same tables: reference/ref.R wrote it, with the versions it names."""

import json
from pathlib import Path

R = json.loads((Path(__file__).parent / "reference" / "expected.json").read_text(encoding="utf-8"))
CLOSE = 1e-6  # agreed with R psych to this; figures in closed form agree to 1e-12
CLOSE_OMEGA = 1e-4  # rounding decides where a search stops; the most seen in 1,500 tables was 2.1e-6
