"""Short names, kinds and readings, for names as the national list has them."""

import pytest

from hutong.places.names import Kind, aliases, short_name, stem_of
from hutong.places.reading import read


@pytest.mark.parametrize(
    ("name", "level", "short"),
    [
        ("吉林省", 1, "吉林"),
        ("内蒙古自治区", 1, "内蒙古"),
        ("新疆维吾尔自治区", 1, "新疆"),
        ("长春市", 2, "长春"),
        ("延边朝鲜族自治州", 2, "延边"),
        ("大兴安岭地区", 2, "大兴安岭"),
        ("市辖区", 2, "市辖区"),
        ("长白山管委会", 2, "长白山"),
        ("安图县", 3, "安图"),
        ("长白朝鲜族自治县", 3, "长白"),
        ("前郭尔罗斯蒙古族自治县", 3, "前郭尔罗斯"),
        ("双江拉祜族佤族布朗族傣族自治县", 3, "双江"),
        ("东乡族自治县", 3, "东乡"),
        ("鄂伦春自治旗", 3, "鄂伦春"),
        ("鄂托克前旗", 3, "鄂托克前旗"),
        ("沙县区", 3, "沙县"),
        ("宾县", 3, "宾县"),
        ("郊区", 3, "郊区"),
        ("绿园区", 3, "绿园"),
        ("沈北新区", 3, "沈北新区"),
        ("长春净月高新技术产业开发区", 3, "长春净月高新技术产业开发区"),
        ("池北区", 3, "池北"),
        ("万宝镇", 4, "万宝"),
        ("金斗朝鲜族满族乡", 4, "金斗"),
        ("重庆街道", 4, "重庆"),
        ("张镇", 4, "张镇"),
        ("靠山村委会", 5, "靠山"),
        ("靠山居委会", 5, "靠山"),
        ("靠山村", 5, "靠山"),
        ("靠山社区居民委员会", 5, "靠山"),
        ("史家屯村委会", 5, "史家屯"),
        ("红旗村村委会", 5, "红旗"),
        ("新村村委会", 5, "新村"),
        ("东村委会", 5, "东村"),
        ("站前社区（白河）", 5, "站前"),
        ("漫江村（部分）", 5, "漫江"),
        ("赛汗呼热嘎查", 5, "赛汗呼热"),
    ],
)
def test_short_names(name, level, short):
    assert short_name(name, level) == short


def test_a_township_that_repeats_the_names_above_it():
    assert short_name("四平市铁东区叶赫满族镇", 4, ("吉林省", "四平市", "铁东区")) == "叶赫"
    assert short_name("延吉市林业局", 4, ("吉林省", "延边朝鲜族自治州", "延吉市")) == "延吉市林业局"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("靠山村委会", Kind.RURAL),
        ("靠山村民委员会", Kind.RURAL),
        ("驿马村委", Kind.RURAL),
        ("靠山居委会", Kind.URBAN),
        ("裕民社区", Kind.URBAN),
        ("二道村（滨河）", Kind.RURAL),
        ("白河林业局生活区", Kind.UNSAID),
        ("洼中高农场", Kind.UNSAID),
    ],
)
def test_what_a_name_says_of_its_kind(name, kind):
    assert stem_of(name).kind == kind


def test_autonomous_units_are_spoken_of_with_their_level():
    assert "延边州" in aliases("延边朝鲜族自治州", 2)
    assert "伊通县" in aliases("伊通满族自治县", 3)


# Jilin's prefectures and counties whose characters have more than one reading, looked through one by one.
@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("长春市", "changchunshi", "ccs"),
        ("长白朝鲜族自治县", "changbaichaoxianzuzizhixian", "cbcxzzzx"),
        ("长岭县", "changlingxian", "clx"),
        ("朝阳区", "chaoyangqu", "cyq"),
        ("珲春市", "hunchunshi", "hcs"),
        ("和龙市", "helongshi", "hls"),
        ("乾安县", "qiananxian", "qax"),
        ("蛟河市", "jiaoheshi", "jhs"),
        ("绿园区", "lvyuanqu", "lyq"),
        ("洮南市", "taonanshi", "tns"),
        ("镇赉县", "zhenlaixian", "zlx"),
        ("伊通满族自治县", "yitongmanzuzizhixian", "ytmzzzx"),
        ("亮兵镇", "liangbingzhen", "lbz"),
        ("朝阳川镇", "chaoyangchuanzhen", "cycz"),
        ("重庆街道", "chongqingjiedao", "cqjd"),
        ("兴参镇", "xingshenzhen", "xsz"),
        ("长山镇", "changshanzhen", "csz"),
        ("嘎什根乡", "gashigenxiang", "gsgx"),
        ("长子县", "zhangzixian", "zzx"),
        ("幸福ｅ家社区居委会", "xingfuejiashequjuweihui", "xfejsqjwh"),
    ],
)
def test_readings(name, pinyin, initials):
    assert read(name, short_name(name, 5)) == (pinyin, initials)
    assert read(name, "") == (pinyin, initials)
