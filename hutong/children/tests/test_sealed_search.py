"""Sealed matters are found by those who may read them, in a table of its own; the common search never answers from it."""

import json
from typing import Any

import pytest

from hutong.accounts import context, grants
from hutong.accounts.limits import SEALED
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children import actions
from hutong.children.models import Child, SealedFact, SealedToken
from hutong.children.models.choices import SealedKind
from hutong.children.sealed import finding
from hutong.children.tests.factories import registered
from hutong.ground import query
from hutong.ground.refusal import Refused
from hutong.journal.actions import operation
from hutong.transfers.moves.actions import ask
from tests.cast import KAOSHAN, XINLI, grant_of

pytestmark = pytest.mark.django_db
CANARY = "继父曾因盗窃服刑"


@pytest.fixture
def named(cast):
    """金哲洙 of 安图县 and 刘洋 of 农安县, named to hold sealed facts."""
    with context.within(grants.system()), operation("test.name"):
        for person in (cast.antu, cast.nongan):
            post = plain(Post).get(person=person)
            post.sealed = True
            post.save(update_fields=["sealed"])
    return cast


def sealed(child, detail=CANARY, kind: Any = SealedKind.SEXUAL_HARM) -> Any:
    with context.within(grants.system()) as grant:
        return actions.seal_fact(grant, Child.objects.within(grant).get(pk=child), kind, detail, None).pk


def found(person, words: str) -> list[Any]:
    with context.within(grant_of(person)) as grant:
        return [one.child for one in finding.search(grant, words)]


def test_words_and_kind_find_it_for_the_named_officer_of_its_county(named):
    child, other = registered(), registered("李小红", place=KAOSHAN)
    sealed(child)
    sealed(other)
    for words in ("盗窃", "继父曾因", "服 刑", SealedKind.SEXUAL_HARM.label):
        assert found(named.antu, words) == [child], words
        assert found(named.nongan, words) == [other], words
    assert found(named.antu, "继父服刑") == [], "the words stand together"
    assert found(named.antu, "母亲") == []


def test_one_character_is_no_search(named):
    with pytest.raises(Refused, match="至少输入两个字"):
        found(named.antu, " 父 ")


def test_who_may_not_read_sealed_matters_finds_nothing_not_even_in_the_table(named):
    sealed(registered())
    for person in (named.wanbao, named.director, named.yanbian, named.institution):
        with context.within(grant_of(person)):
            assert plain(SealedToken).count() == 0


def test_the_common_search_and_its_words_know_nothing_of_it(named, client_for):
    child = registered()
    before = query_tokens()
    sealed(child)
    assert query_tokens() == before
    browser = client_for(named.antu)
    for words in ("盗窃", "继父", CANARY, SealedKind.SEXUAL_HARM.label):
        for path in ("/search", "/search/children"):
            answer = browser.post(path, {"q": words})
            assert answer.status_code == 200, answer.content
            assert "张小明" not in json.dumps(answer.json(), ensure_ascii=False)


def query_tokens() -> list[Any]:
    with context.within(grants.system()):
        return query.rows("SELECT child_id, token FROM children_token ORDER BY 1, 2")


def test_without_the_keys_equal_words_look_unlike_and_lengths_are_few(named):
    child = registered()
    facts = [sealed(child, CANARY), sealed(child, CANARY), sealed(child, "")]
    with context.within(grants.system()):
        words = {
            fact: {bytes(t) for (t,) in plain(SealedToken).filter(fact=fact).values_list("token")} for fact in facts
        }
    assert {len(one) for one in words.values()} == {finding.LEAST}
    assert words[facts[0]] & words[facts[1]] == set()


def test_it_follows_a_child_to_another_county_and_leaves_the_old_one(named):
    child = registered(place=XINLI)
    sealed(child)
    with context.within(grants.system()) as grant:
        ask(grant, Child.objects.within(grant).get(pk=child), KAOSHAN + 200, "随父母搬家")
    assert found(named.antu, "盗窃") == []
    assert found(named.nongan, "盗窃") == [child]


def test_it_goes_with_its_fact(named):
    fact = sealed(registered())
    with context.within(grants.system()), operation("test.drop"):
        SealedFact.objects.within(grants.system()).get(pk=fact).delete()
        assert plain(SealedToken).count() == 0


def test_over_http_it_shows_whom_it_is_about_and_not_what_it_says_and_is_a_look(named, client_for):
    child = registered()
    sealed(child)
    answer = client_for(named.antu).post("/search/sealed", {"words": "盗窃"})
    [one] = answer.json()["items"]
    assert (one["child"]["name"], one["label"]) == ("张小明", SealedKind.SEXUAL_HARM.label)
    assert CANARY not in answer.content.decode()
    assert client_for(named.wanbao).post("/search/sealed", {"words": "盗窃"}).status_code == 403
    assert client_for(named.antu).post("/search/sealed", {"words": "刑"}).status_code == 422
    with context.within(grants.system()):
        looks = query.rows("SELECT kind, purpose FROM journal_view WHERE purpose = '检索密封事项'")
    assert looks == [("sealed", "检索密封事项")]


def test_a_holder_too_opens_what_is_sealed_child_by_child_and_does_not_read_through_a_county(named, client_for):
    children = [registered(f"张{chr(0x4E00 + n)}") for n in range(12)]
    for child in children:
        sealed(child)
    browser, most = client_for(named.antu), SEALED.today().most
    first = browser.post("/search/sealed", {"words": "盗窃"}).json()
    assert (len(first["items"]), first["total"]) == (10, 12)
    opened = [browser.get(f"/children/{children[n % 12]}/sealed").status_code for n in range(most)]
    assert opened == [200] * (most - 1) + [429]
    # A child that is none of hers counts and is refused as any other.
    assert browser.get(f"/children/{registered(place=KAOSHAN)}/sealed").status_code == 429
    assert browser.post("/search/sealed", {"words": "盗窃"}).status_code == 429
    # Nor by writing, which is answered with all that stands there.
    fact = {"kind": SealedKind.SEXUAL_HARM, "detail": "补记"}
    assert browser.post(f"/children/{children[0]}/sealed", fact).status_code == 429
