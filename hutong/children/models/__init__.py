"""One file for each child (A3-2): the child, the people around it, dated facts, sealed facts, and how it is found."""

from hutong.children.models.alias import Alias
from hutong.children.models.child import Child
from hutong.children.models.facts import AidReceived, Category, Schooling
from hutong.children.models.finding import Token
from hutong.children.models.protection import AddressProtection
from hutong.children.models.relative import Relative
from hutong.children.models.review import Review
from hutong.children.models.sample import Sample, SampleItem
from hutong.children.models.sealed import SealedFact, SealedToken

__all__ = [
    "AddressProtection",
    "AidReceived",
    "Alias",
    "Category",
    "Child",
    "Relative",
    "Review",
    "Sample",
    "SampleItem",
    "Schooling",
    "SealedFact",
    "SealedToken",
    "Token",
]
