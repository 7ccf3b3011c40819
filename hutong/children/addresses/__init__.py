"""地址保密 on the wire: apart from `protecting`, whose rules also stand under the opening of every file."""
