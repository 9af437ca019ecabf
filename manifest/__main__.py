"""python -m manifest: write the app package for Teams from the settings (make teams-app)."""

import os
import sys
import tomllib
from pathlib import Path

import click

from config import SettingsError, load_app_settings
from knowledge.source.loader import load
from manifest.document import AppFacts
from manifest.package import InvalidPackage, package
from texts.catalogue import load_texts
from texts.problems import lines
from yamlfile.problem import Faulty

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
FOLDER = Path("var/teams-app")


@click.command(help=__doc__)
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=FOLDER,
    show_default=True, help="the folder to write the package into",
)  # fmt: skip
def write(folder: Path) -> None:
    try:
        settings = load_app_settings(os.environ)
        version = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"]
        app = AppFacts(settings.app_id, settings.public_url, version)
        packed = package(app, load(settings.base_folder), load_texts())
    except (SettingsError, InvalidPackage) as error:
        raise click.ClickException("\n".join(error.faults)) from None
    except Faulty as faulty:
        texts = load_texts().in_language("sv")
        found = lines(faulty.problems, texts, relative_to=Path.cwd())
        raise click.ClickException("\n".join(found)) from None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"rutinboten-{version}.zip"
    path.write_bytes(packed)
    click.echo(f"{path}: upload it in Teams admin center, Teams apps, Manage apps")


def main(arguments: list[str] | None = None) -> int:
    try:
        write.main(arguments, "python -m manifest", standalone_mode=False)
    except click.ClickException as failed:
        failed.show()
        return failed.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
