"""A picture is read in one go, whoever made it up: urgent reports bring pictures from anybody."""

import time

import pytest

from hutong.documents import pictures

BEGIN, END = b"\xff\xd8\xff\xda\x00\x02", b"\xff\xd9"


@pytest.mark.parametrize("filling", [b"\xff", b"\xff\x00", b"\xff\xd0", b"\x00"])
def test_a_picture_of_one_byte_over_and_over_holds_nobody_up(filling: bytes) -> None:
    """A row of FF was tried from each of its beginnings: forty thousand took a minute, half a megabyte would have taken a night."""
    began = time.process_time()
    made = pictures.cleaned(pictures.JPEG, BEGIN + filling * (200_000 // len(filling)) + b"\x00" + END)
    assert made.startswith(BEGIN)
    assert time.process_time() - began < 2


def test_what_fills_up_before_a_marker_stays_before_it() -> None:
    content = BEGIN + b"drawn\xff\x00\xff\xff\xff\xfe\x00\x04no" + END
    assert pictures.cleaned(pictures.JPEG, content) == BEGIN + b"drawn\xff\x00\xff\xff" + END
