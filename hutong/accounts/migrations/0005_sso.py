from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_sign_in"),
    ]

    operations = [
        migrations.AlterField(
            model_name="signin",
            name="result",
            field=models.CharField(
                choices=[
                    ("ok", "成功"),
                    ("wrong_password", "密码不对"),
                    ("wrong_code", "验证码不对"),
                    ("locked", "账号锁定期间"),
                    ("address", "这个网络地址失败太多"),
                    ("suspended", "账号已停用"),
                    ("no_post", "没有在任岗位"),
                ],
                max_length=14,
            ),
        ),
    ]
