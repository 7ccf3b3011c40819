"""click's own words in Chinese. It asks gettext, for which it ships no catalogue, so we answer in its place."""

import click

WORDS = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这段说明。",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用“{command} {option}”查看说明。",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少{param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing command.": "缺少命令。",
    "No such option {name!r}.": "没有这个选项：{name}。",
    "No such command {name!r}.": "没有这个命令：{name}。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是：{possibilities}？）",
    "Choose from:\n\t{choices}": "可选：{choices}",
    "{value!r} is not one of {choices}.": "“{value}”不在可选范围内：{choices}。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数字。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内。",
    "{value!r} does not match the format {format}.": "“{value}”不是日期，应写成 2026-10-31。",
    "{value!r} does not match the formats {formats}.": "“{value}”不是日期，应写成 2026-10-31。",
    "{name} {filename!r} does not exist.": "{name}不存在：{filename}",
    "{name} {filename!r} is a directory.": "{name}是一个文件夹：{filename}",
    "{name} {filename!r} is a file.": "{name}是一个文件：{filename}",
    "{name} {filename!r} is not readable.": "{name}读不出来：{filename}",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "Got unexpected extra argument ({args})": "多出的参数：{args}",
    "Got unexpected extra arguments ({args})": "多出的参数：{args}",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要 {nargs} 个值。",
    "Option {name!r} does not take a value.": "选项 {name} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name} 要带一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 要带 {nargs} 个值。",
    "Aborted!": "已中止。",
}


def speak() -> None:
    """Put the words in place; called once, before a command is read."""
    modules = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)
    for module in modules:
        vars(module).update(_=translate, ngettext=translate_number)


def translate(text: str) -> str:
    """The Chinese for one of click's texts."""
    return WORDS.get(text, text)


def translate_number(one: str, many: str, count: int) -> str:
    """The Chinese for a text with a number; Chinese has one form."""
    return translate(one if count == 1 else many)
