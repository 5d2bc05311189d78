"""“Read it all”: the whole article that an answer was quoted from, for one who may see it."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from slack_sdk.models.blocks import Block

from bot.answering import Assistant
from bot.slack import blocks as kit
from bot.slack.addressing import Address, opened_view
from bot.slack.replies import Replies
from bot.slack.shaping.buttons import fix_button
from bot.wording import ENGLISH, Voice
from knowledge.article import Article
from knowledge.plain import parts
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted

MOST_BLOCKS = 90
"""Of an article's own; Slack takes 100 in a page."""
MOST_CHARACTERS = 30_000
"""Of an article's own; Slack takes 250,000 bytes in a page, and a letter can be six of them."""
BORDERS = ("\n\n", "\n", " ")
"""Where a text that is too long for one block is cut: at the first of these that there is."""


class WholeArticle:
    """Opens the live version. Nothing is remembered of who opened what."""

    def __init__(self, replies: Replies, assistant: Assistant) -> None:
        self._replies = replies
        self._assistant = assistant

    def open(self, address: Address, work: Accepted, article_id: str) -> None:
        """The article, or that it is not there for them; either with the notice of what was drawn to know."""
        request, voice = self._replies.open(address, work.key), address.voice
        article = self._assistant.article(request, article_id)

        def page(notice: Notice) -> Outgoing:
            told = kit.context(notice.text, f"notice:{request.id}")
            blocks = [kit.section(voice.article_gone), told] if article is None else _whole(article, told, voice)
            return opened_view(work.body["trigger"], address.user, kit.modal(voice.read_it_all, blocks, voice.close))

        self._replies.send(request, page)


def _whole(article: Article, notice: Block, voice: Voice) -> list[Block]:
    """The title, who looks after it, the notice, and the words under their headings."""
    kept_up = " ".join(voice.kept_up(article.owner, article.reviewed))
    language = article.language.lower().partition("-")[0]
    body = list(_body(article))
    fitting = _first(body)
    return [
        kit.header(article.title),
        *([kit.context(kept_up)] if kept_up else []),
        notice,
        kit.actions([fix_button(article.id, article.title, "", voice)], "fix"),
        *([kit.context(voice.written_in(language))] if language != voice.language else []),
        *(block for _, block in fitting),
        *([kit.section(voice.article_cut)] if len(fitting) < len(body) else []),
    ]


def body_blocks(article: Article) -> list[Block]:
    """The words of an article under their headings, as far as a page takes them."""
    body = list(_body(article))
    fitting = _first(body)
    rest = [kit.section(ENGLISH.article_cut)] if len(fitting) < len(body) else []
    return [*(block for _, block in fitting), *rest]


def _body(article: Article) -> Iterator[tuple[int, Block]]:
    """Each block with the number of its characters."""
    for heading, words in parts(article.body):
        if heading and heading != article.title:
            yield len(heading), kit.strong(heading)
        yield from ((len(piece), kit.section(piece)) for piece in _fitting(words))


def _first(body: Sequence[tuple[int, Block]]) -> Sequence[tuple[int, Block]]:
    """As many blocks as a page takes."""
    ends = accumulate(length for length, _ in body)
    return body[: min(MOST_BLOCKS, sum(end <= MOST_CHARACTERS for end in ends))]


def _fitting(words: str) -> Iterator[str]:
    """Words in pieces that fit into a block."""
    while len(words) > kit.LONGEST_SECTION:
        places = (words.rfind(border, 0, kit.LONGEST_SECTION) for border in BORDERS)
        end = next((place for place in places if place > 0), kit.LONGEST_SECTION)
        yield words[:end]
        words = words[end:].strip("\n ")
    if words:
        yield words
