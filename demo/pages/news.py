"""The marketplace's neighbour: a small newspaper whose last article was paid for."""

from __future__ import annotations

from html import escape

from demo.marketplace import Article
from demo.pages.frame import paragraphs
from demo.pages.structured import news_json_ld

PAPER = "Phố Sông Nhật Báo"


def news_index(articles: tuple[Article, ...]) -> str:
    """Draw the paper's front page."""
    rows = "".join(
        f'<li><a href="{article.path}"><img src="/pictures/{article.picture}" alt="" loading="lazy">'
        f"<span><b>{escape(article.title)}</b><small>{escape(article.section)}</small></span></a></li>"
        for article in articles
    )
    return _paper(PAPER, f'<h1>Tin mới</h1><ul class="stories">{rows}</ul>')


def news_page(article: Article, base: str) -> str:
    """Draw an article; a paid one says so in small print at its end."""
    paid = f'<p class="sponsored">Nội dung do {escape(article.sponsor)} tài trợ</p>' if article.sponsor else ""
    content = (
        f'<article class="story"><p class="section">{escape(article.section)}</p><h1>{escape(article.title)}</h1>'
        f'<p class="byline">{escape(article.author)} · '
        f'<time datetime="{article.published}">{article.published[:10]}</time></p>'
        f'<img src="/pictures/{article.picture}" alt="">'
        f'<div class="text">{paragraphs(article.body)}</div>{paid}</article>'
    )
    canonical = f'<link rel="canonical" href="{base}{article.path}">\n'
    return _paper(f"{article.title} | {PAPER}", content, head=canonical + news_json_ld(article, base))


def _paper(title: str, content: str, *, head: str = "") -> str:
    return (
        f'<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="stylesheet" href="/static/shop.css">\n'
        f'{head}</head>\n<body class="paper">\n<header class="masthead"><a href="/news/">{PAPER}</a></header>\n'
        f"<main>\n{content}\n</main>\n<footer>"
        "<p>Tờ báo mẫu để trình diễn; mọi người và việc đều do tưởng tượng.</p></footer>\n</body>\n</html>\n"
    )
