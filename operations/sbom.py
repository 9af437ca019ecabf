"""What the running bot is made of, as a CycloneDX bill of materials, from the lock file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from operations.failure import Failure

LOCK_FILE = Path(__file__).parent.parent / "requirements" / "serve.txt"
_REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"^ +#(?: via)? +(?P<by>[^ ]+(?: .+)?)$")


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """One package of the lock file."""

    name: str
    version: str
    hashes: tuple[str, ...]
    """SHA-256 of each of its files."""
    needed_by: tuple[str, ...]
    """Packages, or nothing where the bot itself needs it."""


def bill_of_materials(lock_file: Path = LOCK_FILE) -> str:
    """Return the packages in *lock_file* as CycloneDX 1.6 in JSON."""
    try:
        from cyclonedx.model import HashAlgorithm, HashType
        from cyclonedx.model.bom import Bom, BomMetaData
        from cyclonedx.model.component import Component, ComponentType
        from cyclonedx.output import make_outputter
        from cyclonedx.schema import OutputFormat, SchemaVersion
        from packageurl import PackageURL
    except ImportError:
        raise Failure("sbom needs requirements/develop.txt installed") from None
    # The library's decorators hide its types.
    component: Any = Component
    hashed: Any = HashType
    bot = component(name="rutinboten", type=ComponentType.APPLICATION, bom_ref="rutinboten")
    packages = {package.name: package for package in locked_packages(lock_file)}
    components = {
        package.name: component(
            name=package.name,
            version=package.version,
            type=ComponentType.LIBRARY,
            bom_ref=f"{package.name}=={package.version}",
            purl=PackageURL("pypi", name=package.name, version=package.version),
            hashes=[hashed(alg=HashAlgorithm.SHA_256, content=each) for each in package.hashes],
        )
        for package in packages.values()
    }
    bom: Any = cast(Any, Bom)(
        components=components.values(), metadata=cast(Any, BomMetaData)(component=bot)
    )
    bom.register_dependency(bot, [])
    for name, package in packages.items():
        bom.register_dependency(components[name], [])
        for by in package.needed_by or (None,):
            bom.register_dependency(components[by] if by else bot, [components[name]])
    outputter = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6)
    return outputter.output_as_string(indent=2)


def locked_packages(lock_file: Path) -> Iterator[LockedPackage]:
    """Yield each package of a lock file as uv writes it."""
    lines = lock_file.read_text("utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if _REQUIREMENT.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found = _REQUIREMENT.match(lines[start])
        assert found is not None
        block = lines[start:end]
        users = [match["by"] for line in block if (match := _VIA.match(line))]
        yield LockedPackage(
            found["name"],
            found["version"],
            tuple(_HASH.findall("\n".join(block))),
            tuple(user for user in users if not user.startswith("-r ") and user != "via"),
        )
