"""Put the repository's knowledge/ and the compiled catalogues into the package; all else stands in pyproject.toml."""

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

SOURCE = Path("src")


class BuildWithData(build_py):
    """Copies the bundle beside the modules, and compiles each catalogue (.po) of locale/ into what gettext reads (.mo)."""

    def run(self) -> None:
        """Build from nothing, then add the data; an editable install reads the bundle where it stands, and has its catalogues in src."""
        if not self.editable_mode:
            shutil.rmtree(Path(self.build_lib, "briefbot"), ignore_errors=True)  # what an earlier build left would be packed too
        super().run()
        for catalogue, target in self._catalogues(SOURCE if self.editable_mode else Path(self.build_lib)):
            self.mkpath(str(target.parent))
            with catalogue.open("rb") as text, target.open("wb") as compiled:
                write_mo(compiled, read_po(text, locale=catalogue.parent.parent.name))
        if not self.editable_mode:
            for file, target in self._bundle():
                self.mkpath(str(target.parent))
                self.copy_file(file, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """List what was built, the data too."""
        added = [*self._bundle(), *self._catalogues(Path(self.build_lib))]
        return [*super().get_outputs(include_bytecode), *(str(target) for _, target in added)]

    def _bundle(self) -> list[tuple[Path, Path]]:
        files = sorted(file for file in Path("knowledge").rglob("*") if file.suffix in (".yaml", ".npz"))
        return [(file, Path(self.build_lib, "briefbot", file)) for file in files]

    def _catalogues(self, root: Path) -> list[tuple[Path, Path]]:
        files = sorted(SOURCE.glob("briefbot/locale/*/LC_MESSAGES/*.po"))
        return [(file, (root / file.relative_to(SOURCE)).with_suffix(".mo")) for file in files]


setup(cmdclass={"build_py": BuildWithData})
