"""A category is recognised with its basis and by somebody; what the file says against it is said first."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hutong.accounts import context
from hutong.children.actions.contradictions import against
from hutong.children.models import Child, Relative, Schooling
from hutong.children.read import File
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.sharing.printing import parts
from tests.cast import grant_of

pytestmark = pytest.mark.django_db
SAID = {"key": "distressed", "basis": "万政发〔2026〕3号", "decided_by": "万宝镇人民政府"}


@pytest.fixture
def child(cast):
    return registered()


def ask(browser, child, **more):
    return browser.post(f"/children/{child}/categories", SAID | {"since": str(clock.today())} | more)


def test_it_asks_for_basis_and_deciding_body_both_at_once(cast, child, client_for):
    refused = ask(client_for(cast.wanbao), child, basis=" ", decided_by="")
    assert (refused.status_code, [one["field"] for one in refused.json()["fields"]]) == (422, ["basis", "decided_by"])
    assert ask(client_for(cast.wanbao), child).status_code == 200


def test_what_the_file_says_against_it_is_said_and_somebody_has_to_be_sure(cast, child, client_for):
    browser = client_for(cast.wanbao)
    refused = ask(browser, child, key="orphan")
    [told] = refused.json()["fields"]
    assert (refused.status_code, told["field"]) == (422, "sure")
    assert "档案上父亲省外务工，不是死亡或失踪；档案上母亲国外务工，不是死亡或失踪" in told["message"]
    assert ask(browser, child, key="orphan", sure=True).status_code == 200


@pytest.mark.parametrize(
    ("key", "father", "told"),
    [
        ("orphan", {"whereabouts": "dead"}, ""),
        ("orphan", {"whereabouts": "unknown"}, ""),
        ("orphan", {"whereabouts": "home"}, "档案上父亲在家，不是死亡或失踪"),
        ("left_behind", {"whereabouts": "home"}, "档案上父亲在家，没有写无监护能力"),
        ("left_behind", {"whereabouts": "home", "able": "disabled"}, ""),
        ("de_facto_unsupported", {"whereabouts": "home", "able": "yes"}, "档案上父亲在家，能够照护"),
        ("de_facto_unsupported", {"whereabouts": "home", "able": "ill"}, ""),
        ("floating", {"whereabouts": "home"}, ""),
    ],
)
def test_what_a_father_on_the_file_says_of_a_category(key, father, told):
    file = File(Child(), [Relative(kind="father", **father)], [], Schooling(stage="primary"))
    assert against(key, file) == ([told] if told else [])


def test_a_child_at_school_is_not_out_of_school_and_one_with_a_number_is_registered():
    assert against("out_of_school", File(Child(), schooling=Schooling(stage="primary"))) == ["档案上就学阶段是“小学”"]
    assert against("out_of_school", File(Child(), schooling=Schooling(stage="dropped_out"))) == []
    assert against("unregistered", File(Child(id_number=b"x"))) == ["档案上有证件号码"]


def test_no_line_of_the_history_is_without_a_title_and_none_prints_an_empty_value(cast, child, client_for):
    browser = client_for(cast.wanbao)
    shown = browser.get(f"/children/{child}").json()
    values = {"father": {"location": ""}, "child": {"ethnicity": "汉族"}}
    assert browser.patch(f"/children/{child}", {"rev": shown["rev"], "changes": values}).status_code == 200
    assert ask(browser, child).status_code == 200
    items = browser.get(f"/children/{child}/timeline").json()["items"]
    assert all(one["title"] for one in items)
    with context.within(grant_of(cast.wanbao)) as grant:
        printed = parts.HISTORY.rows(grant, Child.objects.within(grant).get(pk=child))
    lines = [line for _, line, _ in printed]
    assert not any("空 →" in line or "→ 空" in line or "None" in line for line in lines)
    assert any("务工（居住）地点：大连市（已清空）" in line for line in lines)
    assert any("新增：困境儿童" in line for line in lines)


def test_evidence_may_be_a_file_and_says_what_it_belongs_to(cast, child, client_for):
    browser = client_for(cast.wanbao)
    [held] = browser.get(f"/children/{child}").json()["categories"]
    path = f"/children/{child}/categories/{held['id']}/evidence"
    scan = SimpleUploadedFile("村委会证明.pdf", b"%PDF-1.7 scan", content_type="application/pdf")
    assert browser.upload(path, file=scan).status_code == 204
    [kept] = browser.get(f"/children/{child}/attachments").json()
    assert (kept["label"], kept["of"], kept["name"]) == ("扫描件", "“农村留守儿童”的佐证材料", "村委会证明.pdf")
    virus = SimpleUploadedFile("a.exe", b"MZ", content_type="application/octet-stream")
    assert browser.upload(path, file=virus).status_code == 422
    assert client_for(cast.neighbour).upload(path, file=scan).status_code == 404
