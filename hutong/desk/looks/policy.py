"""What counts as an unusual look: dated figures in policy/national/unusual-looks.csv."""

from datetime import date

from hutong.ground import figures as dated

# Reasons in the order in which they are told.
REASONS = {
    "kin": "地址保密要求回避，没有让他看",
    "surname": "与儿童同姓",
    "outside": "儿童不在查看人的辖区",
    "beyond": "按授权查看，超出平常",
    "many": "短时间连续查看",
    "numbers": "连续显示完整号码",
    "tried": "紧急查看多次查不到",
    "night": "夜间查看",
}


def figures(today: date) -> dict[str, int]:
    """The figures in force on a day, by rule."""
    return dated.of("unusual-looks.csv", today)
