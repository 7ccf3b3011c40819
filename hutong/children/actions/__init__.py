"""The only writers of children's files."""

from hutong.children.actions.category import (
    Recognised,
    add_category,
    add_evidence,
    end_category,
    restore,
    withdraw_category,
)
from hutong.children.actions.leaving import leave, return_child
from hutong.children.actions.register import register
from hutong.children.actions.sealing import seal_fact
from hutong.children.actions.update import Conflict, Difference, confirm, update
from hutong.children.newfile import NewFile

__all__ = [
    "Conflict",
    "Difference",
    "NewFile",
    "Recognised",
    "add_category",
    "add_evidence",
    "confirm",
    "end_category",
    "leave",
    "register",
    "restore",
    "return_child",
    "seal_fact",
    "update",
    "withdraw_category",
]
