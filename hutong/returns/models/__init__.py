"""What leaves the house in files: exports, months, exchange with the national system."""

from hutong.returns.models.exchange import Exchange, ExchangeRow
from hutong.returns.models.month import LedgerMonth, MonthRow
from hutong.returns.models.out import Explained, Export
from hutong.returns.models.sealed_month import SealedMonth

__all__ = [
    "Exchange",
    "ExchangeRow",
    "Explained",
    "Export",
    "LedgerMonth",
    "MonthRow",
    "SealedMonth",
]
