"""hutong processes"""

import click

from hutong.config.commands import common


@click.command(cls=common.Command)
@click.option("--drawing", is_flag=True, help="输出文档里的流程图（Mermaid）。")
@common.json_option
def processes(drawing: bool, as_json: bool) -> None:
    """各项办理的流程：状态、谁能办、期限。只读文件，不用数据库。"""
    common.without_database()
    from hutong.processes import drawing as drawn
    from hutong.processes.registry import processes as registered

    if as_json:
        return common.echo_json(drawn.as_data())
    if drawing:
        return click.echo(drawn.drawing(), nl=False)
    for process in registered():
        names = process.table.names
        click.echo(f"{process.called}（{process.table.key}）")
        for row in process.table.rows:
            who = "、".join(role.label for role in row.who)
            click.echo(f"  {names.get(row.from_state, '（开始）')} —{names[row.event]}→ {names[row.to_state]}：{who}")
