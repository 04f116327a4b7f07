"""Put the repository's knowledge/ into the wheel, as briefbot/knowledge; all else stands in pyproject.toml."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithKnowledge(build_py):
    """Copies the bundle beside the modules; an editable install reads it where it stands."""

    def run(self) -> None:
        """Build, then copy."""
        super().run()
        if not self.editable_mode:
            for file, target in self._bundle():
                self.mkpath(str(Path(target).parent))
                self.copy_file(file, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """List what was built, the bundle too."""
        return [*super().get_outputs(include_bytecode), *(target for _, target in self._bundle())]

    def _bundle(self) -> list[tuple[str, str]]:
        return [(str(file), str(Path(self.build_lib, "briefbot", file))) for file in sorted(Path("knowledge").rglob("*.yaml"))]


setup(cmdclass={"build_py": BuildWithKnowledge})
