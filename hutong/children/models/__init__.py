"""One file for each child (A3-2): the child, the people around it, dated facts, sealed facts, and how it is found."""

from hutong.children.models.child import Child
from hutong.children.models.double import Alias, Double
from hutong.children.models.exchange import Exchange, ExchangeRow
from hutong.children.models.facts import Aid, Category, Schooling
from hutong.children.models.finding import Token
from hutong.children.models.ledger import LedgerImport, LedgerLayout, LedgerRow
from hutong.children.models.month import LedgerMonth, MonthRow
from hutong.children.models.move import Move
from hutong.children.models.out import Explained, Export
from hutong.children.models.packet import PacketIn, PacketOut, Partner
from hutong.children.models.placing import Placing
from hutong.children.models.protection import AddressProtection
from hutong.children.models.relative import Relative
from hutong.children.models.review import Review
from hutong.children.models.sealed import SealedFact
from hutong.children.models.sealed_month import SealedMonth

__all__ = [
    "AddressProtection",
    "Aid",
    "Alias",
    "Category",
    "Child",
    "Double",
    "Exchange",
    "ExchangeRow",
    "Explained",
    "Export",
    "LedgerImport",
    "LedgerLayout",
    "LedgerMonth",
    "LedgerRow",
    "MonthRow",
    "Move",
    "PacketIn",
    "PacketOut",
    "Partner",
    "Placing",
    "Relative",
    "Review",
    "Schooling",
    "SealedFact",
    "SealedMonth",
    "Token",
]
