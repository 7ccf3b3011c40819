"""A3-2: keeping the file true; two people at the same child; history."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context, grants
from hutong.children import actions, clean, read, timeline
from hutong.children.models import Child, Relative, Schooling
from hutong.children.models.choices import ExitReason
from hutong.children.tests.factories import read as child_of
from hutong.children.tests.factories import recognised, registered
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.ground.refusal import Refused

pytestmark = pytest.mark.django_db


def change(child, rev, changes, base=None):
    with context.within(grants.system()) as grant:
        return actions.update(grant, child, rev, base or {}, changes)


def test_a_change_is_kept_and_the_rev_moves_on():
    child = registered()
    changed = change(child, 1, {"household": {"income_source": "migrant"}, "child": {"name": "张晓明"}})
    assert (changed.name, changed.income_source) == ("张晓明", "migrant")
    assert changed.rev > 1


def test_two_people_changing_different_fields_both_keep_their_change():
    child = registered()
    change(child, 1, {"hukou": {"hukou_nature": "rural"}}, {"hukou": {"hukou_nature": None}})
    change(child, 1, {"health": {"health": "weak"}}, {"health": {"health": "well"}})
    after = child_of(child)
    assert (after.hukou_nature, after.health) == ("rural", "weak")


def test_the_second_of_two_people_changing_the_same_field_sees_the_difference():
    child = registered()
    change(child, 1, {"health": {"health": "chronic"}}, {"health": {"health": "well"}})
    with pytest.raises(actions.Conflict) as conflict:
        change(child, 1, {"health": {"health": "weak"}}, {"health": {"health": "well"}})
    [difference] = conflict.value.differences
    assert (difference.label, difference.yours, difference.theirs) == ("健康状况", "weak", "chronic")
    chosen = change(child, conflict.value.rev, {"health": {"health": "weak"}})
    assert chosen.health == "weak"


def test_a_new_carer_follows_the_old_one_and_a_corrected_phone_does_not():
    with clock.at(date(2026, 3, 1)):
        child = registered()
    with clock.at(date(2026, 9, 1)):
        change(child, 1, {"carer": {"phone": "13900000001"}})
        change(child, 2, {"carer": {"name": "张桂兰", "relation": "aunt"}})
        with context.within(grants.system()) as grant:
            carers = list(Relative.objects.within(grant).filter(child=child, kind="carer").order_by("period"))
    assert [(c.name, c.period.upper) for c in carers] == [("张德山", date(2026, 9, 1)), ("张桂兰", None)]


def test_another_school_is_another_period():
    with clock.at(date(2026, 3, 1)):
        child = registered()
    with clock.at(date(2026, 9, 1)):
        change(child, 1, {"schooling": {"stage": "junior", "school": "万宝镇中学"}})
    with context.within(grants.system()) as grant:
        stages = Schooling.objects.within(grant).filter(child=child).order_by("period").values_list("stage", flat=True)
        assert list(stages) == ["primary", "junior"]


@pytest.mark.parametrize(
    ("group", "field", "value", "says"),
    [
        ("child", "name", "", "必须填写"),
        ("child", "birth_date", "2099-01-01", "不能晚于今天"),
        ("child", "sex", "x", "选项"),
        ("carer", "phone", "12", "电话"),
        ("child", "id_number", "220122201307306798", "校验位"),
        ("child", "id_number", "1380••••0001", "完整号码"),
        ("household", "household_size", -3, "合理范围"),
        ("nothing", "x", "y", "没有这一项"),
        ("aid", "kinds", ["gold"], "选择"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field(group, field, value, says):
    child = registered(id_kind="resident")
    with pytest.raises(clean.Invalid) as invalid:
        change(child, 1, {group: {field: value}})
    assert [name for name, _ in invalid.value.errors] == [f"{group}.{field}"]
    assert says in str(invalid.value)


def test_a_number_that_comes_later_must_fit_birth_date_and_sex():
    child = registered(born=date(2013, 7, 30))
    with pytest.raises(clean.Invalid, match="出生日期"):
        change(child, 1, {"child": {"id_number": "220122201602265483", "id_kind": "resident"}})
    assert change(child, 1, {"child": {"id_number": "220122201307301699"}}).id_kind in ("resident", "none")


def test_the_history_says_who_changed_what_and_masks_numbers():
    child = registered()
    change(child, 1, {"carer": {"phone": "13900000001"}, "health": {"health": "weak"}})
    with context.within(grants.system()) as grant:
        [update, created] = timeline.page(grant, Child.objects.within(grant).get(pk=child))["items"]
    assert created["title"] == "建立档案"
    changes = {c["label"]: (c["old"], c["new"]) for c in update["changes"]}
    assert changes["健康状况"] == ("健康", "体弱多病")
    assert changes["联系电话"] == ("138••••0001", "139••••0001")


def test_death_ends_every_duty_at_once_and_a_return_brings_them_back():
    child = registered()
    with context.within(grants.system()) as grant:
        mine = Duty.objects.within(grant).filter(child=child, ending="")
        assert mine.count() == 2
        actions.leave(grant, Child.objects.within(grant).get(pk=child), ExitReason.DEATH, clock.today())
        assert mine.count() == 0
        actions.return_child(grant, Child.objects.within(grant).get(pk=child), "误报")
        assert mine.count() == 2


def test_a_confirmed_return_ends_the_category_and_spring_festival_does_not():
    with clock.at(date(2026, 1, 5)):
        child = registered()
    with clock.at(date(2026, 2, 17)):
        change(child, 1, {"father": {"whereabouts": "home"}, "mother": {"whereabouts": "home"}})
    with clock.at(date(2026, 3, 1)), context.within(grants.system()) as grant:
        row = Child.objects.within(grant).get(pk=child)
        [held] = read.file(grant, row).categories
        actions.end_category(grant, row, held.pk, date(2026, 2, 28), "父母返乡定居，村委会核实")
        assert read.file(grant, row).categories == []


def test_a_category_cannot_begin_after_the_age_limit_nor_stand_twice():

    child = registered(born=clock.today() - timedelta(days=17 * 365), categories=["distressed"])
    with context.within(grants.system()) as grant:
        row = Child.objects.within(grant).get(pk=child)
        with pytest.raises(Refused, match="年龄上限"):
            actions.add_category(grant, row, recognised("left_behind"))
        with pytest.raises(Refused, match="已经认定"):
            actions.add_category(grant, row, recognised("distressed"))


def test_the_history_names_the_category_that_was_added_and_ended():
    with clock.at(date(2026, 1, 5)):
        child = registered()
    with clock.at(date(2026, 3, 1)), context.within(grants.system()) as grant:
        row = Child.objects.within(grant).get(pk=child)
        added = actions.add_category(grant, row, recognised("poor_family", date(2026, 2, 1), "低保证"))
    with clock.at(date(2026, 9, 1)), context.within(grants.system()) as grant:
        actions.end_category(grant, row, added.pk, date(2026, 8, 1), "退出低保")
        ended, begun, _ = timeline.page(grant, row)["items"]
    assert begun["changes"] == [{"label": "新增", "old": None, "new": "贫困家庭儿童"}]
    assert ended["changes"][0] == {
        "label": "贫困家庭儿童 起止", "old": "2026-02-01 起", "new": "2026-02-01 起，2026-08-01 止",
    }  # fmt: skip
