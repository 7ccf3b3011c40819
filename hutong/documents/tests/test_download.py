"""Files as answers: what is saved keeps its Chinese name, and nothing that somebody sent runs as a page."""

import pytest

from hutong.documents.download import download, shown


def test_a_file_is_saved_under_its_chinese_name_whole() -> None:
    answer = download("台账".encode(), "儿童信息台账-万宝镇.xlsx", "application/x")
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''"
        "%E5%84%BF%E7%AB%A5%E4%BF%A1%E6%81%AF%E5%8F%B0%E8%B4%A6-%E4%B8%87%E5%AE%9D%E9%95%87.xlsx"
    )
    assert (answer["Content-Length"], answer["Content-Type"]) == ("6", "application/x")
    assert answer.getvalue() == "台账".encode()


def test_pictures_and_sound_are_shown_as_they_are() -> None:
    answer = shown(b"\xff\xd8\xff", "image/jpeg")
    assert answer["Content-Type"] == "image/jpeg"
    assert "Content-Disposition" not in answer.headers


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "application/pdf", ""])
def test_whatever_a_browser_might_run_is_only_saved(mime: str) -> None:
    answer = shown(b"<script>", mime)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
