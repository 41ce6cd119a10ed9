"""Question pages that are the same for everybody, rendered once.

Only what is a person's own (proof, revision, page key) is filled in per request. Rendering a
page costs more than everything else that a request does; a page with typed text or an error is
never kept.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

MOST_PAGES = 500  # about 2 MB
OWN = ("proof", "revision", "key")
MARKS = {name: f"@@{name}@@" for name in OWN}


@dataclass(frozen=True, slots=True)
class KeptPages:
    """Rendered pages by what they depend on; one per process."""

    _pages: dict[Hashable, tuple[str, object]] = field(default_factory=dict)

    def page(
        self,
        what: Hashable,
        depends_on: object,
        render: Callable[[Mapping[str, str]], str],
        own: Mapping[str, str],
    ) -> str:
        """The page for one person. `depends_on` is kept, so that its identity stays its own."""
        found = self._pages.get(what)
        if found is None:
            if len(self._pages) >= MOST_PAGES:
                self._pages.clear()
            found = self._pages[what] = (render(MARKS), depends_on)
        body = found[0]
        for name in OWN:
            body = body.replace(MARKS[name], own[name])
        return body
