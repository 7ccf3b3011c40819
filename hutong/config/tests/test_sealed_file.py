"""Files encrypted to a public key: whole or refused, whatever was done to them."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.config import sealed_file
from hutong.config.sealed_file import CHUNK, TAG, BadKey, CannotOpen, Reader, Writer

HEAD = len(sealed_file.MAGIC) + 40


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    file = tmp_path_factory.mktemp("keys") / "private.key"
    return sealed_file.make_key(file), file


def sealed(public: str, content: bytes) -> bytes:
    to = io.BytesIO()
    writer = Writer(to, sealed_file.public_key(public))
    for at in range(0, len(content), 300_000):
        writer.write(content[at : at + 300_000])
    writer.finish()
    return to.getvalue()


def read(private: Path, content: bytes) -> bytes:
    return io.BufferedReader(Reader(io.BytesIO(content), sealed_file.private_key(private))).read()


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_went_in_comes_out(pair: tuple[str, Path], length: int) -> None:
    content = bytes(range(251)) * (length // 251 + 1)
    made = sealed(pair[0], content[:length])
    assert read(pair[1], made) == content[:length]
    assert made[HEAD:] != sealed(pair[0], content[:length])[HEAD:]


@given(at=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_no_byte_can_be_changed(pair: tuple[str, Path], at: int, bit: int) -> None:
    made = bytearray(sealed(pair[0], b"x" * 5000))
    made[at % len(made)] ^= 1 << bit
    with pytest.raises(CannotOpen):
        read(pair[1], bytes(made))


def test_nothing_is_cut_off_exchanged_or_left_out(pair: tuple[str, Path]) -> None:
    made = sealed(pair[0], b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK)
    head, step = made[:HEAD], CHUNK + TAG
    one, two, three = (made[HEAD + n * step : HEAD + (n + 1) * step] for n in range(3))
    for wrong in (
        head,
        head + one,
        head + one + two,
        head + two + one + three,
        head + one + three,
        made[:-1],
        made + b"x",
    ):
        with pytest.raises(CannotOpen):
            read(pair[1], wrong)


def test_another_key_and_what_is_none_are_told_apart(pair: tuple[str, Path], tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    sealed_file.make_key(other)
    with pytest.raises(CannotOpen, match="另一把公钥"):
        read(other, sealed(pair[0], b"x"))
    assert other.stat().st_mode & 0o777 == 0o600
    for text, words in ((None, "没有备份公钥"), (other.read_text(), "这是私钥"), ("hutong-backup:abc", "不是")):
        with pytest.raises(BadKey, match=words):
            sealed_file.public_key(text)
    with pytest.raises(FileExistsError):
        sealed_file.make_key(other)


def test_as_postgresql_calls_it(pair: tuple[str, Path], tmp_path: Path) -> None:
    clear, shut, again = tmp_path / "clear", tmp_path / "shut", tmp_path / "again"
    clear.write_bytes(b"changes" * 1000)
    assert called("seal", pair[0], clear, shut) == 0
    assert b"changes" not in shut.read_bytes()
    assert called("open", pair[1], shut, again) == 0
    assert again.read_bytes() == clear.read_bytes()
    assert called("open", pair[1], tmp_path / "none", again) == sealed_file.MISSING
    shut.write_bytes(shut.read_bytes()[:-1])
    assert called("open", pair[1], shut, again) == sealed_file.BROKEN


def called(*words: object) -> int:
    program = [sys.executable, "-I", sealed_file.__file__]
    return subprocess.run([*program, *map(str, words)], capture_output=True, timeout=60).returncode
