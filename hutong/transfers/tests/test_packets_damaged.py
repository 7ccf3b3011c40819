"""Packets that were changed, cut, forged or copied badly are refused in words, and nothing of them is kept."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hutong.ground import clock
from hutong.transfers.packets import envelope, keys, opening
from hutong.transfers.packets.keys import PacketError
from hutong.transfers.tests.packing import STRANGER, TODAY, from_there

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ciphertext", "AAAA"), ("signature", "AAAA"), ("nonce", "AAAA"), ("id", "019ab000-0000-7000-8000-000000000001"), ("kind", "receipt"),
        ("ephemeral", "AAAA"), ("sender", STRANGER), ("sender", "HTK1.xx"), ("version", 2), ("format", "zip"),
        ("receiver", STRANGER), ("ciphertext", None), ("sender", 5),
    ],
)  # fmt: skip
def test_whatever_is_changed_in_a_packet_it_is_refused_in_words(field, value):
    packet = json.loads(from_there()) | {field: value}
    with pytest.raises(PacketError) as refused:
        opening.packet(json.dumps(packet).encode())
    assert "。" in str(refused.value)


@pytest.mark.parametrize(
    "said",
    [
        {"child": {"name": "周小雨"}}, {"child": 5}, {"child": {"name": "周\x00雨", "sex": "female", "birth_date": "2015-05-05"}},
        {"child": {"name": "成人", "sex": "male", "birth_date": "1990-01-01"}},
        {"child": {"name": "甲", "sex": "male", "birth_date": "2015-05-05", "id_number": "220122201307306790"}},
        {"relatives": [{"kind": "uncle", "period": ["2024-01-01", None]}]}, {"relatives": [{"kind": "carer"}]},
        {"relatives": 7}, {"relatives": [7]}, {"relatives": [{"kind": "carer", "period": ["2024-01-01", "2020-01-01"]}]},
        {"visits": [{"on": "2026-09-09", "mode": "home", "findings": {"mood": "great"}, "recorded_at": "2026-09-09T03:00:00Z"}]},
        {"visits": [{"on": "2027-09-09", "mode": "home", "recorded_at": "2026-09-09T03:00:00Z"}]},
        {"categories": [{"key": "left_behind", "period": "2024"}]}, {"origin": "黑龙江"}, {"sealed_facts": [{"kind": "gossip"}]},
    ],
)  # fmt: skip
def test_a_content_that_cannot_be_kept_is_refused_whole(said):
    with pytest.raises(PacketError, match="没有收下任何内容"):
        opening.packet(from_there(**said))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 400), noise=st.binary(max_size=40), at=st.integers(0, 2000))
@example(cut=0, noise=b"\r\n", at=0)  # a mail server's line break changes nothing that was said
@example(cut=1, noise=b"!", at=1000)
def test_truncated_and_damaged_files_are_refused_in_words_or_say_what_was_sent(cut, noise, at):
    data = from_there()
    try:
        told = envelope.open_(keys.own(), data[:at] + noise + data[at + cut :])
    except PacketError:
        return
    assert told == envelope.open_(keys.own(), data)


def test_a_huge_file_is_refused_unread():
    with pytest.raises(PacketError, match="20 MB"):
        envelope.open_(keys.own(), b" " * (envelope.LIMIT + 1))


def test_a_key_that_was_not_copied_whole_is_noticed():
    key = keys.own().public
    assert keys.parse(f" {key.text[:30]}\n{key.text[30:]} ") == key
    for text in (key.text[:-3], key.text.replace("HTK1.", "HTK2."), key.text[:-2] + "AA", "HTK1.", "你好"):
        with pytest.raises(PacketError):
            keys.parse(text)
    assert len(key.fingerprint.replace(" ", "")) == 24
