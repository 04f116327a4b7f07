"""The pages of docs/: links lead somewhere, lines are short, and the page on kept data has every table."""

from __future__ import annotations

import re
from pathlib import Path

from briefbot.store.schema import metadata

WIDEST = 120
_FENCED = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def pages(root: Path) -> list[Path]:
    """List every page of the project."""
    folders = [root / name for name in ("docs", "tests", "src", ".github", "benchmarks")]
    return [*root.glob("*.md"), *(page for folder in folders for page in folder.rglob("*.md"))]


def prose(page: Path) -> str:
    """Return a page's text without fenced code."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """Name the headings of a page as GitHub does."""
    headings = re.findall(r"^#+ (.+)$", prose(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", each.lower())).replace(" ", "-") for each in headings}


def leads_nowhere(page: Path, link: str) -> bool:
    """Return whether a link of a page names a file or heading that does not exist."""
    place, _, anchor = link.partition("#")
    target = page.parent / place if place else page
    return not target.exists() or (anchor != "" and target.suffix == ".md" and anchor not in anchors(target))


def test_links_between_the_pages_lead_somewhere(root: Path) -> None:
    found = [(page, link) for page in pages(root) for link in _LINK.findall(prose(page)) if not link.startswith(("http", "mailto"))]
    assert len(found) > 100
    assert [f"{page.relative_to(root)}: {link}" for page, link in found if leads_nowhere(page, link)] == []


def test_the_index_lists_every_page(root: Path) -> None:
    index = (root / "docs" / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in (root / "docs").glob("*.md") if page.name != "README.md" and f"({page.name})" not in index] == []


def test_no_line_of_prose_is_long(root: Path) -> None:
    long = [
        f"{page.relative_to(root)}: {line[:60]}"
        for page in pages(root)
        for line in prose(page).splitlines()
        if len(line) > WIDEST and not line.lstrip().startswith(("|", "![", "#", "<")) and not line.startswith("    ")
    ]
    assert long == []


def test_the_page_on_kept_data_describes_every_table_and_column(root: Path) -> None:
    page = (root / "docs" / "data.md").read_text(encoding="utf-8")
    sections = re.split(r"^### `(\w+)`$", page, flags=re.MULTILINE)[1:]
    described = {
        name: re.findall(r"^\| `(\w+)` \| \S", text.partition("\n## ")[0], flags=re.MULTILINE)
        for name, text in zip(sections[::2], sections[1::2], strict=True)
    }
    assert described == {table.name: [column.name for column in table.columns] for table in metadata.sorted_tables}
