"""What an office has on its desk on a usual day: moves, double files, an address kept secret, looks, complaints."""

from datetime import date

from hutong.demo.cases.choosing import Register
from hutong.demo.cases.doubles import doubles
from hutong.demo.cases.looks import looks
from hutong.demo.cases.moves import moves
from hutong.demo.cases.orders import orders
from hutong.demo.cases.protected import protect
from hutong.demo.cases.voices import voices
from hutong.demo.child import Invented


def cases(children: list[Invented], today: date) -> None:
    """Write all of it, about children who are in the register and stand in no other of these cases."""
    register = Register(children, today)
    moves(register, today)
    protect(register, today)
    looks(register, today)
    voices(today)
    orders(today)
    doubles(register, today)
