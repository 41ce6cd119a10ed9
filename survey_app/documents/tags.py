"""The tags of tables and lists in a PDF: each is one tag, and each table head has its scope.

WeasyPrint tags a table anew on every page (seen in version 70), so that a screen reader meets
three tables of which the head is said three times. Here the parts become one: their rows join the
first part; the repeated head and foot become decoration of the page. Lists likewise.

A continued part is a Table without a Caption right behind another Table. Every table of a document
must therefore have a caption; a test holds that.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf

REPEATED = ("/THead", "/TFoot")


def mend_tags(document: pikepdf.Pdf) -> None:
    """Join the parts of each table and list, and give each head its scope, in place."""
    root = document.Root.StructTreeRoot
    dropped: dict[tuple[int, int], set[int]] = {}
    for parent in list(_elements(root)):
        _join_within(parent, dropped)
    for page in document.pages:
        marks = dropped.get(page.obj.objgen)
        if marks:
            _into_decoration(document, page, marks)
            _forget(root, page, marks)
    _keep_ids(root)
    _add_scopes(root, in_head=False)


def kind(element: Any) -> str:
    """The name of a structure element, such as '/Table'."""
    return str(element.get("/S", ""))


def children(element: Any) -> list[Any]:
    """The structure elements directly below this one."""
    kids = element.get("/K")
    if kids is None:
        return []
    found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _elements(element: Any) -> Iterator[Any]:
    yield element
    for child in children(element):
        yield from _elements(child)


def _join_within(parent: Any, dropped: dict[tuple[int, int], set[int]]) -> None:
    kept: list[Any] = []
    for child in children(parent):
        if kept and kind(child) == kind(kept[-1]) == "/Table" and _continues(child):
            _join(kept[-1], child, dropped)
        elif kept and kind(child) == kind(kept[-1]) == "/L" and not _on_one_page(kept[-1], child):
            _take_in(kept[-1], children(child))
        else:
            kept.append(child)
    if len(kept) < len(children(parent)):
        parent["/K"] = pikepdf.Array(kept)


def _on_one_page(one: Any, other: Any) -> bool:
    """Whether the second begins on the page where the first ends."""
    last = [page for page, _ in _marks(one)]
    first = [page for page, _ in _marks(other)]
    return not last or not first or last[-1] == first[0]


def _continues(table: Any) -> bool:
    return all(kind(child) != "/Caption" for child in children(table))


def _join(first: Any, part: Any, dropped: dict[tuple[int, int], set[int]]) -> None:
    body = next((child for child in children(first) if kind(child) == "/TBody"), None)
    renamed = _renamed(first, part)
    for child in children(part):
        if kind(child) in REPEATED:
            for page, mark in _marks(child):
                dropped.setdefault(page, set()).add(mark)
            continue
        _name_anew(child, renamed)
        if body is None:
            _take_in(first, [child])
        else:
            _take_in(body, children(child))


def _take_in(target: Any, rows: list[Any]) -> None:
    """Behind what stands there, but before a foot."""
    for row in rows:
        row["/P"] = target
    before = [child for child in children(target) if kind(child) != "/TFoot"]
    foot = [child for child in children(target) if kind(child) == "/TFoot"]
    target["/K"] = pikepdf.Array([*before, *rows, *foot])


def _renamed(first: Any, part: Any) -> dict[bytes, Any]:
    """The ids of the repeated heads -> those of the heads that stay."""
    pairs = zip(_heads(part), _heads(first), strict=False)
    return {bytes(again["/ID"]): one["/ID"] for again, one in pairs if "/ID" in again}


def _heads(table: Any) -> list[Any]:
    return [
        cell
        for child in children(table)
        if kind(child) == "/THead"
        for cell in _elements(child)
        if kind(cell) == "/TH"
    ]


def _name_anew(body: Any, renamed: dict[bytes, Any]) -> None:
    for cell in _elements(body):
        for part in _attributes(cell):
            if "/Headers" in part:
                part["/Headers"] = pikepdf.Array(
                    [renamed.get(bytes(head), head) for head in part["/Headers"]]
                )


def _marks(element: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """(page, number) of every stretch of content below an element."""
    for one in _elements(element):
        kids = one.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                yield one["/Pg"].objgen, kid
            elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
                yield kid.get("/Pg", one.get("/Pg")).objgen, int(kid["/MCID"])


def _into_decoration(document: pikepdf.Pdf, page: pikepdf.Page, marks: set[int]) -> None:
    written: list[tuple[Any, pikepdf.Operator]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        marked = operator == "BDC" and isinstance(operands[1], pikepdf.Dictionary)
        if marked and int(operands[1].get("/MCID", -1)) in marks:
            written.append(([pikepdf.Name("/Artifact")], pikepdf.Operator("BMC")))
        else:
            written.append((operands, instruction.operator))
    page.Contents = document.make_stream(pikepdf.unparse_content_stream(written))


def _forget(root: Any, page: pikepdf.Page, marks: set[int]) -> None:
    """Content that became decoration belongs to no element."""
    numbers = root["/ParentTree"]["/Nums"]
    for place in range(0, len(numbers), 2):
        if numbers[place] == page.obj["/StructParents"]:
            for mark in marks:
                numbers[place + 1][mark] = None


def _keep_ids(root: Any) -> None:
    """The index of ids names only cells that are still there."""
    if "/IDTree" not in root:
        return
    there = {bytes(one["/ID"]) for one in _elements(root) if "/ID" in one}
    names = list(root["/IDTree"].get("/Names", []))
    pairs = [pair for pair in zip(names[::2], names[1::2], strict=True) if bytes(pair[0]) in there]
    root["/IDTree"]["/Names"] = pikepdf.Array([one for pair in pairs for one in pair])


def _add_scopes(element: Any, in_head: bool) -> None:
    for child in children(element):
        if kind(child) == "/TH":
            _table_attribute(child)["/Scope"] = pikepdf.Name("/Column" if in_head else "/Row")
        _add_scopes(child, in_head or kind(child) == "/THead")


def _attributes(cell: Any) -> list[Any]:
    known = cell.get("/A")
    return list(known) if isinstance(known, pikepdf.Array) else [known] if known else []


def _table_attribute(cell: Any) -> Any:
    """What the cell says of itself as part of a table; made where it says nothing yet."""
    parts = _attributes(cell)
    table = next((part for part in parts if part.get("/O") == "/Table"), None)
    if table is not None:
        return table
    made = pikepdf.Dictionary(O=pikepdf.Name("/Table"))
    cell["/A"] = pikepdf.Array([*parts, made]) if parts else made
    return cell["/A"][-1] if parts else cell["/A"]
