"""Which parallel form of the short cases somebody gets who answers several times: another one each time.

Everybody has one of the orders in which the forms can be gone through, all of them equally often. The number of the
order follows from the officer's own code where they give one (surveys/own_codes.py), and is stored nowhere.
"""

from itertools import permutations
from math import factorial

MOST_FORMS = 6  # 720 orders; more would be written out for nothing


def form_at(number, forms, place):
    """The form on occasion `place` (from 0) of whoever has the order of this number.

    After as many occasions as there are forms the order begins again.
    """
    forms = forms[:MOST_FORMS]
    order = list(permutations(forms))[number % factorial(len(forms))]
    return order[place % len(order)]
