"""hutong backup-key, hutong backup, hutong restore."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutong.config import sealed_file
from hutong.config.commands import common

if TYPE_CHECKING:
    from hutong.config.backup import Backup

FORGOTTEN = (
    "注意：这不是最新的备份。{}（UTC）到 {}（UTC）之间手机上传过的记录，较新的备份里有，手机可能已经删掉，不会再补传。"
    "请尽量改用较新的备份；一定要用这一份的，请通知各村对照走访日期把这段时间的记录补上。"
)
KEY_FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command(cls=common.Command, name="backup-key")
@click.argument("file", metavar="文件", type=KEY_FILE)
def backup_key(file: Path) -> None:
    """生成一对备份密钥：私钥写进这个文件，公钥显示出来。备份只用公钥，恢复要用私钥。"""
    if file.exists():
        raise click.UsageError(f"{file} 已经存在，没有改动它。请换一个文件名。")
    public = sealed_file.make_key(file)
    click.echo(
        f"私钥在 {file}：抄两份到 U 盘，分别锁在两处，再从这台机器上删掉。丢了私钥，以前的备份都打不开。", err=True
    )
    click.echo(public)


@click.command(cls=common.Command)
@click.argument("into", metavar="文件夹", type=FOLDER)
@click.option("--key", metavar="公钥", envvar=sealed_file.SETTING, help=f"备份公钥，默认取 {sealed_file.SETTING}。")
@common.json_option
def backup(into: Path, key: str | None, as_json: bool) -> None:
    """把数据库和保存的文件加密备份到一个文件夹，服务不用停。密钥和登录会话不在备份里。"""
    public = sealed_file.public_key(key)
    common.boot()
    from hutong.config import backup as backups

    folder, about = backups.make(into, public)
    if as_json:
        return common.echo_json({"folder": str(folder), "counts": about.counts})
    click.echo(f"已备份到 {folder}。\n密钥文件 keys.toml 不在备份里，请另外保管：没有它，备份打不开。")


@click.command(cls=common.Command)
@click.argument("folder", metavar="备份", type=FOLDER)
@click.option("--key", metavar="私钥文件", type=KEY_FILE, required=True, help="hutong backup-key 生成的私钥文件。")
@click.option("--archive", metavar="文件夹", type=FOLDER, help="日志存档（HUTONG_ARCHIVE），用来恢复到备份之后。")
@click.option(
    "--to",
    "until",
    metavar="时刻",
    type=click.DateTime(["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]),
    help="恢复到这一时刻（北京时间），默认到存档的末尾。",
)
@common.json_option
def restore(folder: Path, key: Path, archive: Path | None, until: datetime | None, as_json: bool) -> None:
    """从备份恢复到一个空的数据文件夹（--data），并检查一遍。手机会自动重新核对，补传备份之后的记录。"""
    from hutong.config import restore as restoring
    from hutong.ground import clock

    if until and not archive:
        raise click.UsageError("选了时刻（--to），还要用 --archive 指明日志存档在哪里。")
    data = common.data()
    then = restoring.unpack(folder, data, sealed_file.private_key(key))
    restoring.replay(data, archive, until.replace(tzinfo=clock.SHANGHAI) if until else None, key)
    restoring.start(data)
    common.boot()
    _tell(then, as_json, forgotten(folder, until.replace(tzinfo=clock.SHANGHAI) if until else None, bool(archive)))


def forgotten(folder: Path, until: datetime | None, archived: bool) -> tuple[datetime, datetime] | None:
    """From when to when phones sent what this restore does not bring back and they may hold no more: a newer backup beside it
    held that, and phones then forget. None where nothing newer is seen; an archive replayed to its end brings all of it."""
    if archived and until is None:
        return None
    newest = max((at for one in folder.absolute().parent.iterdir() if (at := _made_at(one.name))), default=None)
    back = until or _made_at(folder.absolute().name)
    return (back, newest) if back and newest and newest > back else None


def _made_at(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _tell(then: "Backup", as_json: bool, gap: tuple[datetime, datetime] | None) -> None:
    from hutong.config import backup as backups
    from hutong.config import restore as restoring
    from hutong.journal.chain import checking
    from hutong.sync import epochs

    now = backups.counts()
    epochs.begin(datetime.fromisoformat(then.made_at))
    wrong, lost = restoring.unreadable(), restoring.lost_files()
    with backups.whole():
        chain = checking.check()
    if as_json:
        common.echo_json(
            {
                "made_at": then.made_at,
                "then": then.counts,
                "now": now,
                "unreadable": wrong,
                "lost_files": lost,
                "chain": chain.as_dict,
                "phones_may_have_forgotten": [at.isoformat() for at in gap] if gap else None,
            }
        )
    else:
        rows = [
            f"{table}：备份时 {then.counts.get(table, 0)} 行，现在 {count} 行" for table, count in now.items() if count
        ]
        click.echo("\n".join([f"备份做于 {then.made_at}（UTC）。", *rows]))
        click.echo(
            f"有 {lost} 个文件只有登记没有内容：从原数据文件夹的 files 里拷过来。" if lost else "保存的文件都在。"
        )
        click.echo("\n".join(chain.lines))
        if gap:
            click.echo(FORGOTTEN.format(*(f"{at:%Y-%m-%d %H:%M}" for at in gap)))
    if chain.wrong:
        raise backups.BackupFailed(f"历史记录与封存不符，{len(chain.wrong)} 处，用 hutong journal verify 查看。")
    if wrong:
        raise backups.BackupFailed(f"密钥对不上，打不开 {'、'.join(wrong)}。请换上当时的 keys.toml 再恢复。")
    click.echo("恢复完成，加密内容抽查都能打开。用 hutong serve --data 启动它。", err=as_json)
