"""hutong simulate: a province of invented children in an empty system."""

import click

from hutong.config.commands import common


@click.command(cls=common.Command)
@click.option("--children", required=True, type=click.IntRange(1, 10_000_000), metavar="人数", help="儿童人数。")
@click.option("--province", type=int, default=22, show_default=True, metavar="两位代码", help="哪个省的村（居）。")
@common.json_option
def simulate(children: int, province: int, as_json: bool) -> None:
    """在空的系统里放入一个省的模拟数据：真实的村（居）、虚构的儿童和工作人员、一年的走访和职责。"""
    common.boot(lambda line: click.echo(line, err=True))
    from hutong.demo.appointing import whose
    from hutong.demo.cast import PASSWORD
    from hutong.demo.simulated.build import simulate as make
    from hutong.ground import kind
    from hutong.places import lookup

    if whose() is None:  # else it refuses by itself, and the folder stays what it is
        kind.invent(common.data())
    made = make(children, province, lambda line: click.echo(line, err=True))
    accounts = [
        {
            "role": role,
            "name": name,
            "staff_number": number,
            "place": lookup.spoken_path(lookup.paths_of([place])[place]),
        }
        for role, name, number, place in made.accounts
    ]
    if as_json:
        return common.echo_json(vars(made) | {"accounts": accounts, "password": PASSWORD})
    click.echo(
        f"已放入 {made.children:,} 名儿童（{made.counties} 个县，{made.villages:,} 个村、社区）"
        f"和 {made.officers:,} 名工作人员，用时 {made.seconds // 60} 分 {made.seconds % 60} 秒。"
    )
    for one in accounts:
        click.echo("\t".join(one.values()))
    click.echo(f"人物全部虚构，密码都是 {PASSWORD}，不能用于正式系统。用 ./run --data {common.data()} 打开。")
