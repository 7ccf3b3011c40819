from hutong.config.cli import main

main()
