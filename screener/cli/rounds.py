"""The round that `compare` and `export` look at."""

import click

round_option = click.option(
    "--round",
    "round_",
    type=click.IntRange(0, 999_999),
    metavar="N",
    help="The round; 0 is all together (default: the one that most candidates have come to).",
)
