"""What evidence is called: the code of the register, and names that come once.

Without the analysis, for the pages that need no more than a name.
"""

from collections.abc import Iterable
from itertools import count

REGISTER = "D22"  # the measures, which have a page of their own


def each_once(names: Iterable[str]) -> list[str]:
    """These names in their order; one that came before gets a number, so that none falls away.

    >>> each_once(["Bestek", "Bestek", "Nota"])
    ['Bestek', 'Bestek (2)', 'Nota']
    """
    found: list[str] = []
    for name in names:
        numbered = (f"{name} ({number})" for number in count(2))
        found.append(name if name not in found else next(x for x in numbered if x not in found))
    return found
