"""Reads who imports whom, without running anything: the rules of the house as data, and what breaks them."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

OURS = ("branch_desk", "printing", "sync", "schemas")

# A part may import itself and what lies within the names that stand here; the longest name that fits a file
# is its part.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "branch_desk": (),
    "branch_desk.domain": (),
    "branch_desk.store": ("branch_desk.domain", "schemas"),
    "branch_desk.services": ("branch_desk.domain", "branch_desk.store", "printing", "sync", "schemas"),
    "branch_desk.ui": ("branch_desk.domain", "branch_desk.services", "printing"),
    # The command line opens its ledger itself, so it knows the store's faces, and nothing behind them.
    "branch_desk.cli": (
        "branch_desk.domain",
        "branch_desk.services",
        "branch_desk.store.ledger",
        "branch_desk.store.faults",
        "branch_desk.store.folders",
    ),
    "branch_desk.app": (
        "branch_desk.domain",
        "branch_desk.store",
        "branch_desk.services",
        "branch_desk.ui",
        "branch_desk.cli",
        "printing",
        "sync",
        "schemas",
    ),
    "branch_desk.__main__": ("branch_desk.app", "branch_desk.cli"),
    "printing": (),
    "sync": (),
    "schemas": (),
}

# Under TYPE_CHECKING a part may also name these in annotations: a screen says what its verbs are given, and
# cannot use it.
MAY_NAME: dict[str, tuple[str, ...]] = {"branch_desk.ui": ("branch_desk.store.ledger",)}

# The domain is a calculation: nothing that reads a file, a clock, chance, a screen or the machine it runs on.
DOMAIN_IMPURE = frozenset(
    "os pathlib shutil tempfile glob time random secrets socket subprocess threading sqlite3 tkinter logging "
    "locale platform sys importlib ctypes asyncio multiprocessing".split()
)
# One library is a calculation too: the holidays of a year follow from laws and the sun, without file or clock.
DOMAIN_LIBRARIES = frozenset({"jpholiday"})
CLOCKS = {"now", "today", "utcnow", "uuid1", "uuid4"}
SQL = re.compile(
    r"\s*(select\s.+\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|create\s+(table|index|trigger|view)\s"
    r"|pragma\s+\w+|begin\s+immediate)",
    re.IGNORECASE | re.DOTALL,
)


def is_sql(text: str) -> bool:
    """Whether a string begins like a statement; 'Select a printer from the list' is a sentence."""
    return bool(SQL.match(text)) and not text.split()[0].istitle()


def part_of(module: str) -> str:
    """The part a module belongs to: the longest name of MAY_IMPORT that it starts with."""
    return max((part for part in MAY_IMPORT if module == part or module.startswith(part + ".")), key=len)


def imports(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """Every name imported, with its line and whether only for annotations; 'from a import b' counts as a.b, a
    relative import as '.'.
    """
    guarded = [node for node in ast.walk(tree) if isinstance(node, ast.If)]
    typing = {
        inner
        for node in guarded
        if ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, node in typing) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, ".", False
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}", node in typing) for alias in node.names)


def within(name: str, package: str) -> bool:
    """Whether a dotted name is the package or lies in it."""
    return name == package or name.startswith(package + ".")


def foreign_offence(part: str, top: str) -> str | None:
    """What a part may not import from outside the house."""
    if top == "tkinter" and part not in ("branch_desk.ui", "branch_desk.app"):
        return "Tk belongs to branch_desk/ui"
    if top in ("sqlite3", "sqlite_utils") and part not in ("branch_desk.store", "schemas"):
        return "SQLite belongs to branch_desk/store"
    pure = (sys.stdlib_module_names - DOMAIN_IMPURE) | DOMAIN_LIBRARIES
    if part == "branch_desk.domain" and top not in pure:
        return "the domain is pure"
    return None


def offences_of(module: str, text: str) -> Iterator[str]:
    """Everything one file does against the rules, as 'line N: what: why'."""
    part, tree = part_of(module), ast.parse(text)
    for line, name, typing in imports(tree):
        top = name.split(".")[0]
        if name == ".":
            yield f"line {line}: relative import: imports here are absolute"
        elif top in OURS:
            # 'from branch_desk import __version__' names the package itself, which knows nobody.
            others = MAY_IMPORT[part] + (MAY_NAME.get(part, ()) if typing else ())
            allowed = part_of(name) == part or any(within(name, other) for other in others)
            if not allowed and name not in ("branch_desk", "branch_desk.__version__"):
                may = ", ".join(MAY_IMPORT[part]) or "nothing of ours"
                yield f"line {line}: imports {name}: {part} may import {may}"
        elif why := foreign_offence(part, top):
            yield f"line {line}: imports {name}: {why}"
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and is_sql(node.value)
            and part not in ("branch_desk.store", "schemas")
        ):
            yield f"line {node.lineno}: SQL: it belongs to branch_desk/store and schemas"
        if part == "branch_desk.domain" and isinstance(node, ast.Call):
            called = node.func
            if (
                isinstance(called, ast.Attribute)
                and called.attr in CLOCKS
                or isinstance(called, ast.Name)
                and called.id in ("open", "print", "input")
            ):
                yield f"line {node.lineno}: calls {ast.unparse(called)}: the domain is pure"


def offences(root: Path) -> list[str]:
    """Everything in the house under `root` that goes against an arrow."""
    found = []
    for top in OURS:
        for path in sorted((root / top).rglob("*.py")):
            where = path.relative_to(root)
            module = ".".join(where.with_suffix("").parts).removesuffix(".__init__")
            found += [
                f"{where.as_posix()} {offence}"
                for offence in offences_of(module, path.read_text(encoding="utf-8"))
            ]
    return found
