"""The optional finder of names: refused by name when absent, in use when there."""

from importlib.util import find_spec

import pytest

from analysis.openanswers.personal.deduce_names import DeduceMissing, deduce_finder
from analysis.openanswers.personal.identifiers import find_identifiers

HERE = find_spec("deduce") is not None


@pytest.mark.skipif(HERE, reason="deduce is installed: nothing is missing")
def test_without_the_package_the_finder_says_so():
    with pytest.raises(DeduceMissing, match="not installed"):
        deduce_finder()


@pytest.mark.skipif(not HERE, reason="the optional package deduce is not installed")
@pytest.mark.nightly
def test_with_the_package_its_names_are_added():
    text = "Piet de Vries heeft mij geholpen"
    found = find_identifiers(text, name_finders=[deduce_finder()])
    assert [(i.kind, i.text) for i in found] == [("naam", "Piet de Vries")]
