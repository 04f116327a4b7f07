"""Pages saved from a browser: only the article is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.drafting.draft import draft
from briefbot.drafting.pages import read_page
from briefbot.errors import ArticleError

FILE = Path("vane.html")
BODY = """
<p>The weather vane of the old mill was stolen in the night to Friday, constable Rhea Dunmore said.</p>
<h2>Two geese</h2>
<p>&ldquo;It weighs more than two geese and squeaks like three,&rdquo; the <a href="/m">miller</a>, <b>Tobias Fenwick</b>, said.</p>
<p>A reward of 40&nbsp;crowns has been promised for its return by the village council, which had the vane gilded before the war.</p>
"""
HEAD = '<meta property="og:site_name" content="Hollowbrook Herald"><link rel="canonical" href="https://herald.example/vane">'
MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport news of the week</a></li></ul></nav>'
FOOT = '<div class="comments"><p>First! by Bob</p></div><footer><p>© 2025 Herald. We use cookies to make this page better.</p></footer>'


def page(body: str, head: str = HEAD) -> bytes:
    head = f"<meta charset='utf-8'><title>The vane is gone</title>{head}"
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    "body",
    [
        f"{MENU}<article><h1>The vane is gone</h1>{BODY}</article>{FOOT}",
        f"{MENU}<div id='main'><h1>The vane is gone</h1><div class='story'>{BODY}</div></div>{FOOT}",
        f"<table><tr><td>{MENU}</td><td><h1>The vane is gone</h1>{BODY}</td></tr></table>{FOOT}",
        f"{MENU}<main><h1>The vane is gone</h1>{BODY}<aside><p>Read more: the pond is dry</p></aside></main>{FOOT}",
    ],
    ids=["article", "divisions", "table", "aside"],
)
def test_menus_comments_and_footers_stay_out(body: str) -> None:
    made = draft(read_page(page(body), FILE))
    kinds = [(block.kind, line.split()[0]) for block, line in zip(made.source.blocks, made.article.splitlines(), strict=True)]
    assert kinds == [("headline", "The"), ("paragraph", "The"), ("heading", "Two"), ("paragraph", "“It"), ("paragraph", "A")]
    assert "miller, Tobias Fenwick, said" in made.article
    assert [stub.data["speaker"] for stub in made.stubs.quotes] == ["fenwick"]


def test_what_the_page_says_of_the_article_is_taken_over() -> None:
    head = HEAD + '<meta property="article:published_time" content="2025-05-15T08:00:00Z"><meta name="author" content="Nell Harrow">'
    made = draft(read_page(page(f"<article><h1>The vane is gone</h1>{BODY}</article>", head), FILE))
    source = made.source
    assert (source.title, source.author, source.outlet) == ("The vane is gone", "Nell Harrow", "Hollowbrook Herald")
    assert (source.published, source.url) == ("2025-05-15", "https://herald.example/vane")
    assert made.article.splitlines()[1] == "By Nell Harrow | 2025-05-15"
    assert [stub.data["id"] for stub in made.stubs.about] == ["article-author", "article-headline", "article-published"]


def test_a_caption_is_kept_as_one() -> None:
    figure = "<figure><img src='m.jpg' alt='The mill'><figcaption>The old mill on a windy day in May</figcaption></figure>"
    made = draft(read_page(page(f"<article><h1>The vane is gone</h1>{figure}{BODY}</article>"), FILE))
    assert [block.kind for block in made.source.blocks][:3] == ["headline", "caption", "paragraph"]


def test_a_page_without_a_headline_in_it_gets_its_title() -> None:
    made = draft(read_page(page(f"<article>{BODY}</article>"), FILE)).source
    assert (made.title, made.blocks[0].kind) == ("The vane is gone", "headline")


def test_a_page_in_another_encoding_is_read_as_it_says() -> None:
    text = page(f"<article><h1>The vane is gone</h1>{BODY.replace('miller', 'müller')}</article>").decode()
    content = text.replace("charset='utf-8'", "charset='iso-8859-1'").encode("iso-8859-1")
    assert "müller, Tobias" in draft(read_page(content, FILE)).article


@pytest.mark.parametrize("content", [b"<html><body></body></html>", page(MENU), b"<>"])
def test_a_page_without_an_article_is_refused(content: bytes) -> None:
    with pytest.raises(ArticleError):
        read_page(content, FILE)
