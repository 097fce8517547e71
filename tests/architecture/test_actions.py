"""Every action of the process is carried out by an operation, and nothing else moves an order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from loket.process import VERSIONS
from tests.architecture.sources import SOURCE, modules, name, nodes, room, strings

# Calls whose second argument names the action.
MOVERS = {"orders.move", "orders.submit", "end_order", "delivery.end_order", "_try"}
OWN_TABLE = SOURCE / "orders" / "operations.py"
STANDING = {"state", "facts", "revision"}


def actions() -> set[str]:
    return {action.name for process in VERSIONS.values() for action in process.actions}


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(value=ast.Name(id=owner), attr=attribute):
            return f"{owner}.{attribute}"
        case ast.Name(id=function):
            return function
    return ""


def carried_out() -> set[str]:
    return {
        action
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.Call) and called(node) in MOVERS and len(node.args) > 1
        for action in strings(node.args[1])
    }


def named_in_choices() -> set[str]:
    """Actions that a page passes on by a table (which button ends the order)."""
    return {
        word
        for path in modules()
        if room(path) in {"web", "jobs"}
        for node in nodes(path)
        if isinstance(node, ast.Dict | ast.Call | ast.IfExp | ast.Tuple | ast.Set)
        for word in strings(node)
    }


def test_every_action_is_carried_out_by_an_operation() -> None:
    direct = carried_out()
    indirect = {"withdraw", "cancel"}  # pages name them when they end an order

    assert actions() - direct - indirect == set()
    assert indirect - direct <= named_in_choices()


def test_no_operation_carries_out_an_unknown_action() -> None:
    assert carried_out() - actions() == set()


def writes(path: Path) -> Iterator[str]:
    """Yield calls that write an order's standing by Django's QuerySet."""
    for node in nodes(path):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        is_write = node.func.attr in {"update", "create", "bulk_update", "update_or_create"}
        keywords = {keyword.arg for keyword in node.keywords}
        if is_write and keywords & STANDING and "Order.objects" in ast.unparse(node.func):
            yield f"{name(path)}:{node.lineno}"


def test_only_one_module_writes_where_an_order_stands() -> None:
    found = [write for path in modules() if path != OWN_TABLE for write in writes(path)]

    assert found == []
