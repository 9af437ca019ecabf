"""python -m operations accessibility-statement: a statement to complete and publish."""

import os
from datetime import date

import click

from config import load_public_url
from core.language import Language
from operations.options import with_language
from texts.catalogue import load_texts


@click.command("accessibility-statement", help="write an accessibility statement for `/konton`")
@with_language
def accessibility_statement(lang: Language) -> None:
    """What only the municipality knows stands in brackets."""
    texts, url = load_texts().in_language(lang), load_public_url(os.environ)
    address = f"{url}/konton" if url else texts.say("statement.unknown_address")
    day = date.today()  # noqa: DTZ011 the day where the statement is written
    click.echo(texts.say("statement.text", address=address, day=day))
