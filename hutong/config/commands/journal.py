"""hutong journal …: the chain over history and looks (ADR 19)."""

from pathlib import Path

import click

from hutong.config.commands import common

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group(cls=common.Group)
def journal() -> None:
    """历史记录的封存、核对和依法删除。"""


@journal.command()
@click.option("--to", metavar="文件", type=FILE, help="把这一行追加到文件里，文件请放在别的机器上。")
@common.json_option
def head(to: Path | None, as_json: bool) -> None:
    """封存到现在，给出最后一批的编号和哈希；抄存在别处，日后用来核对。"""
    common.boot()
    from hutong.journal.chain import checking, sealing

    sealing.seal()
    last = checking.last()
    if last is None:
        raise click.ClickException("还没有任何历史记录可以封存。")
    if to:
        with to.open("a", encoding="utf-8") as file:
            file.write(last.line + "\n")
    common.echo_json(last._asdict()) if as_json else click.echo(last.line)


@journal.command()
@click.option("--head", "kept", metavar="文件", type=FILE, help="以前抄存的行（hutong journal head --to），一并核对。")
@click.option("--heads", "folder", metavar="文件夹", type=FOLDER, help="抄存的行所在的文件夹，默认是备份文件夹。")
@click.option(
    "--code", "codes", metavar="编码", multiple=True, help="印在纸质材料下方的封存编码，例如 128-1F0A6B22C4D5。"
)
@common.json_option
def verify(kept: Path | None, folder: Path | None, codes: tuple[str, ...], as_json: bool) -> int:
    """核对全部历史记录、查看记录和现有数据：是否有人改过、删过、添过、重新封存过。退出码 0 完好，1 有问题。"""
    common.boot()
    from hutong.config import backup
    from hutong.journal.chain import checking, leaving, sealing

    noted = sealing.heads("\n".join([*codes, kept.read_text(encoding="utf-8") if kept else ""]))
    for one in [folder] if folder else leaving.folders():
        noted += leaving.noted(one)
    with backup.whole():
        found = checking.check(noted)
    common.echo_json(found.as_dict) if as_json else click.echo("\n".join(found.lines))
    return 1 if found.wrong else 0


@journal.command()
@click.option("--child", metavar="护童编号", help="一份已退出的档案的全部历史。")
@click.option("--entry", metavar="编号", help="一条记录，编号见 hutong journal verify 或档案历史。")
@click.option("--reason", required=True, metavar="理由", help="为什么删除；不要写被删除的内容。")
@click.option(
    "--basis",
    required=True,
    metavar="依据",
    help="法律条款和批准文件，例如“个人信息保护法第四十七条，民函〔2026〕3号”。",
)
@click.option("--as", "staff_number", required=True, metavar="工号", help="以哪位系统管理员的名义。")
@click.option("--confirm", is_flag=True, help="真正删除；不加只预览。删除后无法恢复。")
@common.json_option
def erase(child: str | None, entry: str | None, confirm: bool, as_json: bool, **given: str) -> None:
    """依法删除历史内容：内容和查看用途删除，谁在何时办理过仍然保留，核对仍然通过。"""
    if (child is None) == (entry is None):
        raise click.UsageError("请给出 --child 或 --entry 其中一个。")
    common.boot()
    from hutong.children import erasing
    from hutong.config import backup

    with backup.whole():
        done = erasing.erase(child, entry, given["staff_number"], given["reason"], given["basis"], confirm)
    if as_json:
        return common.echo_json(done)
    click.echo(f"历史 {done['entries']} 条，查看用途 {done['looks']} 条，文书留存件 {done['copies']} 份。")
    if entry:
        click.echo("改动前的内容还记在这一条，改动后的内容也是下一次改动的“改动前”：两条都要看一看。")
    click.echo(
        "已删除。以前的备份和日志存档里还有，请按保存期清理。"
        if confirm
        else "以上是预览，没有改动。确认删除请加 --confirm。"
    )
