"""``python -m tongguan``: the command line."""

from tongguan.cli import main

main()
